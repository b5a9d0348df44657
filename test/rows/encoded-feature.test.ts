import { expect, test } from 'vitest'
import { padding } from '../../src/features/encode.ts'
import { missingRow } from '../../src/graph/vocabulary.ts'
import { paddedByMissing } from '../../src/rows/encoded-feature.ts'

test("behind a list's end the missing row is read, as in a served graph, and other rows stay", () => {
  const rows = Int32Array.of(5, padding, missingRow, 1, padding)
  expect([...paddedByMissing(rows)]).toEqual([5, missingRow, missingRow, 1, missingRow])
})
