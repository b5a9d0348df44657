import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Derivation } from '../../src/features/derived/derivation.ts'
import { createBuilder } from '../../src/graph/create-builder.ts'
import type { Graph, TableRowsRule } from '../../src/graph/graph.ts'
import { LevelOrder } from '../../src/graph/levels.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'
import type { HostTensor } from '../../src/graph/tensor.ts'
import { levelRows, tableRows } from '../../src/graph/types.ts'
import { ContentDigests } from '../../src/host/content-digests.ts'
import type { StoredFits } from '../../src/learn/train/stored-fits.ts'
import { structureDigest, weightsDigest } from '../../src/serve/digests.ts'

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

test('the weights digest is that of the values by name: of their numbers and shapes, in any order', () => {
  const digest = (weights: readonly (readonly [string, HostTensor])[], fits: StoredFits = {}) =>
    weightsDigest(new Map(weights), fits, new ContentDigests())
  const tensor = (dims: readonly number[], ...numbers: readonly number[]): HostTensor => ({
    dtype: 'float32',
    dims,
    data: Float32Array.from(numbers),
  })
  const [a, b] = [['a', tensor([2], 1, 2)] as const, ['b', tensor([1], 3)] as const]
  const sha256 = (content: string | Float32Array) => createHash('sha256').update(content).digest('hex')
  expect(digest([a])).toBe(sha256(`a float32 [2] ${sha256(Float32Array.of(1, 2))}`))
  const same = digest([a, b])
  expect(digest([b, a])).toBe(same)
  const others = [
    digest([['a', tensor([2], 1, 3)], b]),
    digest([['a', tensor([2, 1], 1, 2)], b]),
    digest([['c', tensor([2], 1, 2)], b]),
    digest([a]),
    digest([a, b], { age: [{ call: 'standardized(age)', mean: 1, deviation: 2 }] }),
    digest([a, b], { age: [{ call: 'standardized(age)', mean: 1, deviation: 3 }] }),
  ]
  expect(new Set([same, ...others]).size).toBe(others.length + 1)
})

test('the structure digest distinguishes derivations, which the graph has as inputs', () => {
  const graph = graphWith(inFile('/a/words.txt'))
  const bucket = (...constants: readonly number[]): Derivation => ({
    of: 'bucket',
    operands: [{ kind: 'feature', feature: 'days' }],
    constants,
  })
  const digests = [undefined, bucket(7, 30), bucket(7, 31)].map((derivation) =>
    structureDigest(graph, [], [], new Map(derivation === undefined ? [] : [['tenure', derivation]])),
  )
  expect(new Set(digests).size).toBe(3)
})
