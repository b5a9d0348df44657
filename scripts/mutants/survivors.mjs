/**
 * Mutants that were looked at and may survive, each with the reason: the change makes no difference that a user or a caller could
 * see, or one that no test should hold. They count as survivors all the same; the list tells them from new ones.
 */
export const survivors = [
  {
    file: 'src/graph/canonical.ts',
    from: 'heap[child]! >= last',
    to: 'heap[child]! > last',
    reason: 'The heap holds positions of ops, each once: none equals another.',
  },
  {
    file: 'src/metrics/units.ts',
    from: 'count <= most',
    to: 'true',
    reason:
      'Where no number is left out, each unit is numbered as it was: the condition saves a pass over the rows, and changes none.',
  },
]
