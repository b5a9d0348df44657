/**
 * erf(x) = 2/sqrt(pi) * integral of exp(-t^2) over [0, x], to about 1e-15.
 * Abramowitz and Stegun 7.1.6 (a series of positive terms) below 2.5, and 7.1.14 (a continued fraction of erfc) above.
 */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x
  const a = Math.abs(x)
  if (a > 6) return Math.sign(x)
  return Math.sign(x) * (a < 2.5 ? series(a) : 1 - complement(a))
}

function series(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

function complement(x: number): number {
  let fraction = x
  for (let n = 60; n > 0; n--) fraction = x + n / 2 / fraction
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction
}
