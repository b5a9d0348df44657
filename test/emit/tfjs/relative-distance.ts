/** ||a - b|| / max(||b||, floor). */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>, floor = 1e-6): number {
  let [apart, size] = [0, 0]
  for (let i = 0; i < b.length; i++) {
    apart += (a[i]! - b[i]!) ** 2
    size += b[i]! ** 2
  }
  return Math.sqrt(apart) / Math.max(Math.sqrt(size), floor)
}
