import type { Fault } from '../audit.ts'

/** One example of the faults counted, the same on every run. */
export const leastExample = (faults: readonly Fault[]): string =>
  faults
    .filter(({ rows }) => rows > 0)
    .map((fault) => fault.example)
    .sort()[0] ?? ''
