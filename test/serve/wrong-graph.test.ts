import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { Graph, Op } from '../../src/graph/graph.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, exported, temporaryFolder } from './fixture.ts'

const wrong = vi.hoisted(() => ({ graph: 'pruned' }))

/** The graph of one name computes another activation. */
vi.mock('../../src/serve/serving-graph.ts', async (original) => {
  const real = await original<typeof import('../../src/serve/serving-graph.ts')>()
  const changed = (graph: Graph): Graph => {
    const first = graph.ops.find(({ kind }) => kind === 'relu')
    return { ...graph, ops: graph.ops.map((op): Op => (op === first ? { ...op, kind: 'tanh', attributes: {} } : op)) }
  }
  const surfaceGraphs: typeof real.surfaceGraphs = (...given) => {
    const graphsOf = real.surfaceGraphs(...given)
    return (surface) => {
      const graphs = graphsOf(surface)
      const { unified, pruned } = graphs.encoded
      const encoded =
        wrong.graph === 'pruned' ? { unified, pruned: changed(pruned) } : { unified: changed(unified), pruned }
      return { ...graphs, encoded }
    }
  }
  return { ...real, surfaceGraphs }
})

test.each(['unified', 'pruned'])('an export whose %s graph alone scores otherwise is refused', async (graph) => {
  wrong.graph = graph
  const out = join(temporaryFolder(), 'out')
  const found = await errorsOf(exported(compiled(allForms, allFormsEntry), out, { surfaces: ['home_feed'] }))
  expect(found.map(({ code }) => code)).toContain('CTR7001')
  expect(found.map(({ message }) => message).join('\n')).toContain('pruned scores equal unified scores')
  expect(readdirSync(join(out, '..'))).toEqual([])
})
