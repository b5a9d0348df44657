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
    file: 'src/graph/ops/clamp.ts',
    from: 'value < least',
    to: 'value <= least',
    reason: 'A value that is the bound is clamped to itself.',
  },
  {
    file: 'src/language/check/dwarfing-table.ts',
    from: '[]',
    to: '["Stryker was here"]',
    reason: 'Names of tables that features are looked up in: there is no table of that name.',
  },
  {
    file: 'src/learn/calibrate/segments.ts',
    from: "''",
    to: '"Stryker was here!"',
    reason:
      'A key of what is fitted once begins with the kind of segment: whatever constant follows, equal segments have equal keys.',
  },
  {
    file: 'src/metrics/ece.ts',
    from: 'rank < labels.length',
    to: 'rank <= labels.length',
    reason: 'Behind the last row, bins that have not begun would begin at the number of rows: where they do as it is.',
  },
  {
    file: 'src/metrics/ece.ts',
    from: 'lane < lanes',
    to: 'lane <= lanes',
    reason: 'What is written behind a typed array is nowhere.',
  },
  {
    file: 'src/metrics/in-order.ts',
    from: 'positives < to - from',
    to: 'true',
    reason:
      'Where all rows of a score are positive, it saves a look for the negatives among them, of which there are none.',
  },
  {
    file: 'src/metrics/sample.ts',
    from: 'rank > 0',
    to: 'true',
    reason: 'Before the first row there is no logit, and the first has another than none.',
  },
  {
    file: 'src/metrics/units.ts',
    from: 'count <= most',
    to: 'true',
    reason:
      'Where no number is left out, each unit is numbered as it was: the condition saves a pass over the rows, and changes none.',
  },
]
