import { expect, test } from 'vitest'
import { createBuilder } from '../../src/graph/create-builder.ts'
import type { Graph, TableRowsRule } from '../../src/graph/graph.ts'
import { LevelOrder } from '../../src/graph/levels.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'
import { levelRows, tableRows } from '../../src/graph/types.ts'
import { structureDigest } from '../../src/serve/digests.ts'

/** One word looked up in a vocabulary. */
function graphWith(rule: TableRowsRule): Graph {
  const levels = new LevelOrder([{ name: 'row', by: [], within: [] }])
  const surfaces = SurfaceSet.of(['home'])
  const builder = createBuilder({ levels, surfaces })
  const word = { dtype: 'string', shape: [], rows: levelRows('row', surfaces) } as const
  const raw = builder.add('input', [], { port: { kind: 'feature', feature: 'word', part: 'value' } }, word)
  const port = { kind: 'table', table: 'words' } as const
  const table = builder.add('input', [], { port }, { dtype: 'float32', shape: [1], rows: tableRows('words') })
  const value = builder.add('lookup', [table, builder.add('table_row', [raw], { table: 'words' })], {})
  return builder.finish({
    name: 'm',
    outputs: [{ kind: 'logit', task: 'click', surface: 'home', value }],
    parameters: [],
    tables: [{ name: 'words', rule, dim: 1, initial: { kind: 'zeros' } }],
  })
}

const digestOf = (rule: TableRowsRule): string => structureDigest(graphWith(rule), [], [])
const inFile = (file: string, rows = 10): TableRowsRule => ({ kind: 'vocabulary', rows, file, of: 'string' })

test('the structure digest does not depend on where a vocabulary file lies', () => {
  expect(digestOf(inFile('/ann/spec/words.txt'))).toBe(digestOf(inFile('/home/bob/checkout/spec/words.txt')))
})

test('the structure digest distinguishes vocabularies', () => {
  const rules = [inFile('/a/words.txt'), inFile('/a/others.txt'), inFile('/a/words.txt', 11)]
  expect(new Set(rules.map(digestOf)).size).toBe(rules.length)
})
