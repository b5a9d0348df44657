import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { generatedRows } from '../../src/serve/generated-rows.ts'
import { firstNotANumber } from '../../src/serve/not-finite.ts'
import { surfaceGraphs } from '../../src/serve/serving-graph.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { compiled, exported, temporaryFolder, trainedWeights } from './fixture.ts'

const folder = temporaryFolder()
const spec = (score: string, price = 'float default 1') => ({
  '/m.ctr': `
import { linear, mlp } from "ctr:std"
surface home
surface search
level row
features of row {
  price : ${price}
  ad    : id in ads
}
table ads { rows: hash(20), dim: 3 }
model m on home, search {
  trunk { export let shared = mlp(concat(embed(ad), price), units: [4]) }
}
tower home of m { predict click = linear(shared) }
tower search of m {
  let h = mlp(shared, units: [2])
  predict click = linear(${score})
}
`,
})
const refusal = async (of: ReturnType<typeof compiled>, weights = trainedWeights(of), more = {}) => {
  const out = join(folder, 'out')
  const found = await errorsOf(exported(of, out, { weights, ...more }))
  expect(diskHost().exists(out)).toBe(false)
  return found.map(({ code, message }) => `${code} ${message}`)
}

describe('an export is refused', () => {
  test.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
  ])(
    'where a weight of one surface is %s, with the weight, its place and the op that reads it',
    async (name, value) => {
      const model = compiled(spec('h'), '/m.ctr')
      const weights = trainedWeights(model)
      const values = new Map(weights.values)
      const broken = 'search.h.layer0.h.w'
      const tensor = values.get(broken)
      if (tensor?.dtype !== 'float32') throw new Error(`no '${broken}' among ${[...values.keys()].join(', ')}`)
      values.set(broken, { ...tensor, data: tensor.data.map((each, i) => (i === 5 || i === 6 ? value : each)) })
      expect(await refusal(model, { ...weights, values })).toEqual([
        `CTR7021 search: 2 values of weight '${broken}' are not finite: ${name} at [2, 1]; the first op that reads it is 'search.h.layer0.h/matmul'`,
      ])
    },
  )

  test('where one row of a table is NaN, although rows of verification may not meet it', async () => {
    const model = compiled(spec('h'), '/m.ctr')
    const weights = trainedWeights(model)
    const values = new Map(weights.values)
    const tensor = values.get('table/ads')
    if (tensor?.dtype !== 'float32') throw new Error('no table')
    values.set('table/ads', { ...tensor, data: tensor.data.map((each, i) => (i === 25 ? Number.NaN : each)) })
    expect((await refusal(model, { ...weights, values }))[0]).toMatch(
      /^CTR7021 home: 1 value of weight 'table\/ads' is/,
    )
  })

  test('where the program gives no number, with the op that is the first to do so', async () => {
    const model = compiled(spec('concat(h, log1p(0 - exp(price) - 2))'), '/m.ctr')
    const found = await refusal(model)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(
      /^CTR7020 search: none of the 96 rows that verify the graph has a score; .*'search.*\/log1p'$/,
    )
  })
})

test('where nothing is computed, no op is looked for: a graph of no outputs is none that a runtime opens', async () => {
  const model = compiled(spec('h'), '/m.ctr')
  const { vocabularies } = trainedWeights(model)
  const graphs = surfaceGraphs(model.spec, model.graph, vocabularies)('home')
  const sources = { ...graphs.pruned, ops: graphs.pruned.ops.filter(({ kind }) => kind === 'input') }
  const served = {
    score: () => Promise.reject(new Error('scored')),
    feeds: () => new Map(),
    tried: async () => undefined,
    close: async () => {},
  }
  const models = {
    graphs: { ...graphs, pruned: sources },
    ...{ unified: served, pruned: served, served, inputs: [] },
    open: () => Promise.reject(new Error('opened')),
    close: async () => {},
  }
  expect(await firstNotANumber(models, generatedRows(model.spec, 'home', 4, vocabularies))).toBeUndefined()
})
