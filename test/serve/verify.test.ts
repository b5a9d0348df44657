import { expect, test } from 'vitest'
import type { HostTensor } from '../../src/graph/tensor.ts'
import type { ComparedModels } from '../../src/serve/compared-models.ts'
import { expectedStatus } from '../../src/serve/expected-status.ts'
import { generatedRows } from '../../src/serve/generated-rows.ts'
import type { ServedModel } from '../../src/serve/served-model.ts'
import type { RawRows } from '../../src/serve/serving-feeds.ts'
import { surfaceGraphs } from '../../src/serve/serving-graph.ts'
import { verifySurface } from '../../src/serve/verify.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, trainedWeights } from './fixture.ts'

const surface = 'home_feed'
const ads = compiled(allForms, allFormsEntry)
const { vocabularies } = trainedWeights(ads)
const graphs = surfaceGraphs(ads.spec, ads.graph, vocabularies)(surface)
const generated = generatedRows(ads.spec, surface, 12, vocabularies)
const real = generatedRows(ads.spec, surface, 7, vocabularies)

const floats = (rows: RawRows, value: number): HostTensor => ({
  dtype: 'float32',
  dims: [rows.rows.length],
  data: new Float32Array(rows.rows.length).fill(value),
})

/** Gives every row the logit 0 and the probability 1/2, as the invariants require. */
const model = (served: boolean): ServedModel => ({
  async score(rows) {
    if (!served) return new Map([[`logit/click/${surface}`, floats(rows, 0)]])
    const status = expectedStatus(graphs.pruned, rows, [])
    const half = floats(rows, 0.5)
    const scores =
      half.dtype === 'float32' ? half.data.map((p, row) => (status[row] === 0 ? p : Number.NaN)) : undefined
    return new Map<string, HostTensor>([
      ['click.logit', { dtype: 'float32', dims: half.dims, data: scores!.map((p) => p - 0.5) }],
      ['click', { dtype: 'float32', dims: half.dims, data: scores! }],
      ['status', { dtype: 'int64', dims: half.dims, data: BigInt64Array.from(status, BigInt) }],
    ])
  },
  feeds: () => new Map(),
  tried: async () => undefined,
  close: async () => {},
})

/** By how much the served graph is wrong on real rows, in one of its outputs. */
function verified(lie: number, output = 'click.logit') {
  const honest = model(true)
  const served: ServedModel = {
    ...honest,
    async score(rows) {
      const scores = await honest.score(rows)
      const honestly = scores.get(output)
      if (rows.raw !== real.raw || honestly?.dtype !== 'float32') return scores
      return new Map([...scores, [output, { ...honestly, data: honestly.data.map((value) => value + lie) }]])
    },
  }
  const models: ComparedModels = {
    graphs,
    unified: model(false),
    pruned: model(false),
    served,
    inputs: [],
    open: async () => model(false),
    close: async () => {},
  }
  return verifySurface({
    surface,
    tasks: ['click'],
    models,
    rowSets: [
      { rows: generated, real: false },
      { rows: real, real: true },
    ],
    calibrator: () => (logit) => logit,
    span: undefined,
  })
}

test('real rows are verified beside generated ones, and counted', async () => {
  const { diagnostics, tolerances } = await verified(0)
  expect(diagnostics).toEqual([])
  expect(tolerances).toMatchObject({ rows: 19, real_rows: 7, served: 0 })
})

test('a graph that is wrong on real rows alone is refused', async () => {
  const { diagnostics, tolerances } = await verified(0.25)
  expect(diagnostics.map(({ code }) => code)).toContain('CTR7001')
  expect(tolerances.served).toBe(0.25)
})

test('graphs are said to agree node by node where nodes were compared, and not where none can be', async () => {
  const agree = 'the graphs agree node by node'
  const messages = async (output: string, check: string) =>
    (await verified(0.25, output)).diagnostics.map(({ message }) => message).filter((each) => each.includes(check))
  const [logit] = await messages('click.logit', 'served scores equal pruned scores')
  expect(logit).toContain(agree)
  const [probability] = await messages('click', 'the probability is the sigmoid')
  expect(probability).toMatch(/found 0\.75, expected 0\.5$/)
})
