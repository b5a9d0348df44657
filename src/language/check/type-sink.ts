import type { Sink } from '../interpret/sink.ts'

/** Keeps no graph: types have been inferred before an op is emitted, so a name is all that is needed. */
export function typeSink(): Sink {
  let count = 0
  const next = (): string => `v${count++}`
  return { op: next, input: next, parameter: next }
}
