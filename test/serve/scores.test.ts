import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rawIntegers } from '../../src/features/raw.ts'
import { rawFeed } from '../../src/features/raw-feeds.ts'
import type { HostTensor } from '../../src/graph/tensor.ts'
import { diskHost } from '../../src/host/disk.ts'
import { type ExportedModel, openExported } from '../../src/serve/exported-surface.ts'
import { generatedRows } from '../../src/serve/generated-rows.ts'
import { rowsThatKeepContract } from '../../src/serve/key-contract.ts'
import type { RawRows } from '../../src/serve/serving-feeds.ts'
import { pickRows } from '../../src/serve/serving-feeds.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, exported, temporaryFolder, trainedWeights } from './fixture.ts'

const out = join(temporaryFolder(), 'out')
const ads = compiled(allForms, allFormsEntry)
const weights = trainedWeights(ads)
const models = new Map<string, ExportedModel>()
beforeAll(async () => {
  await exported(ads, out, { weights })
  for (const each of ['home_feed', 'search'])
    models.set(each, await openExported(diskHost(), join(out, 'serving', each)))
})
afterAll(async () => {
  for (const { session } of models.values()) await session.dispose()
})

const rows = generatedRows(ads.spec, 'search', 64, weights.vocabularies)

async function score(surface: string, of: RawRows, change: (feeds: Map<string, HostTensor>) => void = () => {}) {
  const { manifest, session } = models.get(surface)!
  const feeds = new Map(
    manifest.inputs.map(({ name, feature, role, shape }): [string, HostTensor] => {
      if (role === 'view')
        return [name, { dtype: 'string', dims: [of.rows.length], data: Array.from(of.rows, (row) => of.views[row]!) }]
      const perRow = shape.slice(1).map((size) => (typeof size === 'number' ? size : 1))
      return [name, rawFeed(of.raw.columns.get(feature)!, role === 'length' ? 'length' : 'value', of.rows, perRow)]
    }),
  )
  change(feeds)
  const outputs = await session.run(feeds)
  const numbers = (name: string): number[] => Array.from(outputs.get(name)!.data as ArrayLike<number | bigint>, Number)
  return { click: numbers('click'), logit: numbers('click.logit'), status: numbers('status') }
}

const floatInput = (feeds: Map<string, HostTensor>, name: string): Float32Array => {
  const tensor = feeds.get(name)
  if (tensor?.dtype !== 'float32') throw new Error(`no float '${name}'`)
  return tensor.data
}

describe('a score', () => {
  test('does not depend on its neighbours, nor on their order', async () => {
    const all = await score('search', rows)
    const backwards = [...rows.rows.keys()].reverse()
    const reversed = await score('search', pickRows(rows, backwards))
    expect(all.status.filter((each) => each === 0).length).toBeGreaterThan(30)
    for (const [at, row] of backwards.entries()) {
      if (all.status[row] === 0) expect(reversed.logit[at]).toBeCloseTo(all.logit[row]!, 5)
      else expect(reversed.logit[at]).toBeNaN()
    }
    for (const row of [0, 17, 63]) {
      const alone = await score('search', pickRows(rows, [row]))
      if (all.status[row] === 0) expect(alone.logit[0]).toBeCloseTo(all.logit[row]!, 5)
    }
  })

  test('is the sigmoid of the logit with the slope and the intercept of the row’s view', async () => {
    const { click, logit, status } = await score('search', rows)
    for (const [row, view] of rows.views.entries()) {
      if (status[row] !== 0) continue
      const { slope, intercept } = weights.calibration!.tasks.click!.search![view]!.values
      expect(click[row]).toBeCloseTo(1 / (1 + Math.exp(-(slope! * logit[row]! + intercept!))), 6)
    }
    expect(new Set(rows.views)).toEqual(new Set(['results', 'guided']))
  })

  test('takes no feature that is served as a constant', () => {
    const inputs = models.get('search')!.manifest.inputs.map(({ feature }) => feature)
    expect(inputs).not.toContain('position')
    expect(inputs).not.toContain('device')
  })
})

describe('a row without a score', () => {
  const good = pickRows(
    rows,
    [...rows.rows.keys()].filter((row) => {
      const price = rows.raw.columns.get('price')
      return price?.kind === 'float' && Number.isFinite(price.values[row])
    }),
  )

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'lacks a promised number: %d',
    async (value) => {
      const whole = await score('search', good)
      const broken = await score('search', good, (feeds) => {
        floatInput(feeds, 'price')[3] = value
      })
      expect(whole.status.every((each) => each === 0)).toBe(true)
      expect(broken.status.map((each, row) => (each === 0 ? undefined : [row, each])).filter(Boolean)).toEqual([[3, 1]])
      expect([broken.click[3], broken.logit[3]]).toEqual([Number.NaN, Number.NaN])
      for (const row of [0, 1, 2, 4, 5]) expect(broken.logit[row]).toBeCloseTo(whole.logit[row]!, 5)
    },
  )

  test('is of a view type that the surface does not have', async () => {
    const broken = await score('search', good, (feeds) => {
      const views = feeds.get('view')!
      if (views.dtype === 'string')
        feeds.set('view', { ...views, data: views.data.map((view, row) => (row === 2 ? 'shopping' : view)) })
    })
    expect([broken.status[2], broken.click[2], broken.logit[2]]).toEqual([2, Number.NaN, Number.NaN])
    expect(broken.status.filter((each) => each !== 0)).toEqual([2])
  })
})

test('a group is its first row: the features of the others are not read', async () => {
  const { graph } = ads
  const user = rows.raw.columns.get('user_id')!
  const country = rows.raw.columns.get('country')!
  if (user.kind !== 'int64' || country.kind !== 'string') throw new Error('other columns')
  // All rows of one user, with a country that changes.
  const same = rawIntegers(user.values.map((each, row) => (row < 8 ? 5n : each)))
  const columns = new Map(rows.raw.columns)
  columns.set('user_id', same)
  columns.set('country', { ...country, values: ['a', 'b', 'a', 'a', 'c', 'a', 'b', 'a', ...country.values.slice(8)] })
  for (const name of ['topics', 'recent']) {
    const list = columns.get(name)!
    if (list.kind === 'list')
      columns.set(name, { ...list, lengths: list.lengths.map((each, row) => (row < 8 ? 0 : each)) })
  }
  const changed: RawRows = { ...rows, raw: { ...rows.raw, columns }, rows: Int32Array.from({ length: 8 }, (_, i) => i) }
  expect([...rowsThatKeepContract(graph, ['user'], new Map(), changed).rows]).toEqual([0, 2, 3, 5, 7])

  const first = await score('search', changed)
  columns.set('country', { ...country, values: country.values.map((each, row) => (row < 8 ? 'a' : each)) })
  const kept = await score('search', changed)
  for (const [row, logit] of kept.logit.entries())
    if (!Number.isNaN(logit)) expect(first.logit[row]).toBeCloseTo(logit, 5)
})
