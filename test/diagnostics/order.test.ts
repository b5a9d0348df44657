import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { inOrder } from '../../src/diagnostics/order.ts'
import { diagnostic } from '../../src/diagnostics/report.ts'

const at = (file: string, start: number, found: string): Diagnostic =>
  diagnostic('CTR1001', { file, start, end: start + 1 }, { found, expected: 'x' })
const nowhere = diagnostic('CTR9001', undefined, { path: '/out' })

const sorted = [at('a.ctr', 0, 'p'), at('a.ctr', 9, 'p'), at('a.ctr', 9, 'q'), at('b.ctr', 1, 'p'), nowhere]

test('by file, position and message, regardless of the order; each once', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...sorted, ...sorted], { minLength: 10 }), (shuffled) => {
      expect(inOrder(shuffled)).toEqual(sorted)
    }),
  )
})
