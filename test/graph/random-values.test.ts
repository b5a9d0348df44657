import { describe, expect, it } from 'vitest'
import { dropoutMask } from '../../src/graph/dropout.ts'
import { glorotLimit, initialParameter, initialTable, usualInitial } from '../../src/graph/initial.ts'

const moments = (values: Float32Array) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length
  return { mean, variance }
}

describe('initial values', () => {
  const w = { name: 'trunk.h.w', shape: [100, 300], initial: usualInitial([100, 300]) }
  it('are Glorot uniform for matrices: mean 0, variance limit^2 / 3', () => {
    const values = initialParameter(7, w)
    const limit = glorotLimit(w.shape)
    expect(limit).toBeCloseTo(Math.sqrt(6 / 400), 12)
    expect(Math.max(...values)).toBeLessThanOrEqual(Math.fround(limit))
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-Math.fround(limit))
    const { mean, variance } = moments(values)
    // Four standard errors of 30,000 draws.
    expect(Math.abs(mean)).toBeLessThan((4 * limit) / Math.sqrt(3 * values.length))
    expect(variance / (limit ** 2 / 3)).toBeCloseTo(1, 1)
  })
  it('are zeros for vectors', () => {
    expect(usualInitial([3])).toEqual({ kind: 'zeros' })
    expect(initialParameter(7, { name: 'b', shape: [3], initial: { kind: 'zeros' } })).toEqual(new Float32Array(3))
  })
  it('come from the seed and the name alone', () => {
    expect(initialParameter(7, w)).toEqual(initialParameter(7, { ...w }))
    expect(initialParameter(8, w)).not.toEqual(initialParameter(7, w))
    expect(initialParameter(7, { ...w, name: 'trunk.g.w' })).not.toEqual(initialParameter(7, w))
  })
  const pins = {
    name: 'pins',
    dim: 16,
    rule: { kind: 'hash', rows: 4 },
    initial: { kind: 'normal', deviation: 0.01 },
  } as const
  it('of a table are normal(0.01)', () => {
    const { mean, variance } = moments(initialTable(1, pins, 4000))
    expect(Math.abs(mean)).toBeLessThan((4 * 0.01) / Math.sqrt(64_000))
    expect(variance / 1e-4).toBeCloseTo(1, 1)
  })
  it('of a row do not depend on the height', () => {
    expect(initialTable(1, pins, 10)).toEqual(initialTable(1, pins, 1000).slice(0, 160))
  })
})

describe('dropout masks', () => {
  const call = { seed: 3, path: 'trunk.h', step: 5, rate: 0.3, size: 1000 }
  it('keep 1 - rate, at 1 / (1 - rate)', () => {
    const mask = dropoutMask({ ...call, ordinals: Int32Array.from({ length: 50 }, (_, i) => i) })
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.7)]))
    // The mean is 1; four standard errors of 50,000 draws of variance rate / (1 - rate).
    expect(Math.abs(moments(mask).mean - 1)).toBeLessThan(4 * Math.sqrt(0.3 / 0.7 / 50_000))
  })
  it('follow a group by its first row, in any batch', () => {
    const alone = dropoutMask({ ...call, ordinals: Int32Array.of(7) })
    const among = dropoutMask({ ...call, ordinals: Int32Array.of(2, 7, 9) })
    expect(among.slice(1000, 2000)).toEqual(alone)
  })
  it('change with the seed, the path and the step', () => {
    const ordinals = Int32Array.of(0)
    const mask = dropoutMask({ ...call, ordinals })
    for (const other of [{ seed: 4 }, { path: 'trunk.g' }, { step: 6 }])
      expect(dropoutMask({ ...call, ordinals, ...other })).not.toEqual(mask)
  })
})
