import { expect, test } from 'vitest'
import type { Graph, Op } from '../../src/graph/graph.ts'
import { sameNodes } from '../../src/serve/same-nodes.ts'
import { surfaceGraphs } from '../../src/serve/serving-graph.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, trainedWeights } from './fixture.ts'

const surface = 'home_feed'
const ads = compiled(allForms, allFormsEntry)
const graphs = surfaceGraphs(ads.spec, ads.graph, trainedWeights(ads).vocabularies)(surface)

/** What is reported where one op of the pruned graph is another. */
function reported(change: (op: Op) => Op, which: (op: Op) => boolean): readonly string[] {
  const at = graphs.pruned.ops.find(which)!
  const pruned: Graph = { ...graphs.pruned, ops: graphs.pruned.ops.map((op) => (op === at ? change(op) : op)) }
  return sameNodes(surface, { ...graphs, pruned }, undefined).map(({ code, message }) => `${code} ${message}`)
}

const renamed = (op: Op): Op => ({ ...op, id: 'another' })

test('a pruned graph has the nodes of the whole', () => {
  expect(sameNodes(surface, graphs, undefined)).toEqual([])
})

test.each<readonly [string, (op: Op) => Op, (op: Op) => boolean]>([
  ['a name', renamed, ({ kind }) => kind === 'matmul'],
  ["an input's name", renamed, ({ kind }) => kind === 'input'],
  ['a kind', (op) => ({ ...op, kind: 'sub', attributes: {} }) as Op, ({ kind }) => kind === 'add'],
  ['what it carries', (op) => ({ ...op, attributes: { axes: [7] } }) as Op, ({ kind }) => kind === 'sum'],
])('%s of its own is reported', (_, change, which) => {
  expect(reported(change, which)).toEqual([expect.stringMatching(/^CTR7002 /)])
})
