import { RandomStream } from './random.ts'

/**
 * A dropout mask [groups, size], row-major: 0 with probability `rate`, else 1 / (1 - rate).
 *
 * An element depends on the run's seed, the call's spec path, the step, the ordinal of its group's first row in the batch and its
 * place in the row, and on nothing else: masks are equal on every engine and again on resume, and a user's groups keep their
 * masks regardless of the other rows of the batch behind them.
 */
export function dropoutMask(of: {
  readonly seed: number
  readonly path: string
  readonly step: number
  readonly rate: number
  /** For each group, the position in the batch of its first row. */
  readonly ordinals: Int32Array
  /** Elements per group. */
  readonly size: number
}): Float32Array {
  const { rate, ordinals, size } = of
  const stream = RandomStream.of(of.seed, `dropout ${of.path}`).at(of.step)
  const mask = new Float32Array(ordinals.length * size)
  const threshold = rate * 2 ** 32
  const kept = 1 / (1 - rate)
  for (let group = 0; group < ordinals.length; group++) {
    const row = stream.at(ordinals[group]!)
    for (let i = 0; i < size; i++) mask[group * size + i] = row.bits(i) >= threshold ? kept : 0
  }
  return mask
}
