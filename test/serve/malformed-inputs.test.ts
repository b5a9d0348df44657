import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HostTensor } from '../../src/graph/tensor.ts'
import { missingInteger } from '../../src/graph/vocabulary.ts'
import { diskHost } from '../../src/host/disk.ts'
import { type ExportedModel, openExported } from '../../src/serve/exported-surface.ts'
import { compiled, exported, temporaryFolder, trainedWeights } from './fixture.ts'

const spec = (dedupe: string): string => `
import { linear, pool_mean } from "ctr:std"
surface web
level user by user_id
level impression within user
features of user {
  seen    : list<id, 4> in ads
  user_id : id in users
}
features of impression {
  words : list<string, 3> in words
  price : float
}
table ads   { rows: hash(100), dim: 4 }
table users { rows: hash(100), dim: 4 }
table words { rows: vocabulary(8), dim: 4 }
model m on web {
  trunk {
    export let h = concat(pool_mean(embed(seen)), pool_mean(embed(words)), embed(user_id))
    export let p = price
  }
}
tower web of m {
  predict click = linear(h)
  predict cost  = linear(concat(p * 4, p))
}
${dedupe}
`

const int64 = (rows: readonly (readonly bigint[])[]): HostTensor => ({
  dtype: 'int64',
  dims: [rows.length, rows[0]!.length],
  data: BigInt64Array.from(rows.flat()),
})
const words = (rows: readonly (readonly string[])[]): HostTensor => ({
  dtype: 'string',
  dims: [rows.length, rows[0]!.length],
  data: rows.flat(),
})
const each = (...values: readonly (bigint | number)[]): HostTensor => ({
  dtype: 'int64',
  dims: [values.length],
  data: BigInt64Array.from(values, BigInt),
})
const prices = (...values: readonly number[]): HostTensor => ({
  dtype: 'float32',
  dims: [values.length],
  data: Float32Array.from(values),
})

const one: HostTensor = { dtype: 'float32', dims: [2, 1], data: Float32Array.of(1, 1) }

const good: Readonly<Record<string, HostTensor>> = {
  seen: int64([
    [1n, 2n, 3n, 4n],
    [5n, 6n, missingInteger, missingInteger],
  ]),
  'seen.length': each(4, 2),
  words: words([
    ['a', 'b', 'c'],
    ['c', '', ''],
  ]),
  'words.length': each(3, 1),
  user_id: each(7, 8),
  price: prices(1, 2),
}

describe.each([
  ['computed per row', ''],
  ['grouped by user', 'serve m { dedupe: { levels: [user] } }'],
])('a served graph, %s,', (_, dedupe) => {
  let model: ExportedModel
  beforeAll(async () => {
    const out = join(temporaryFolder(), 'out')
    const served = compiled({ '/main.ctr': spec(dedupe) }, '/main.ctr')
    const { values, ...more } = trainedWeights(served)
    // The cost's log-odds are five times the price.
    const price = new Map([...values].map(([name, tensor]) => [name, /cost.*w$/.test(name) ? one : tensor] as const))
    await exported(served, out, { weights: { values: price, ...more } })
    model = await openExported(diskHost(), join(out, 'serving', 'web'))
  })
  afterAll(() => model.session.dispose())

  async function score(change: Readonly<Record<string, HostTensor>>) {
    const outputs = await model.session.run(new Map(Object.entries({ ...good, ...change })))
    const numbers = (name: string) => Array.from(outputs.get(name)!.data as ArrayLike<number | bigint>, Number)
    const of = (task: string) => ({ probability: numbers(task), logit: numbers(`${task}.logit`) })
    return { click: of('click'), cost: of('cost'), status: numbers('status') }
  }
  const none = { probability: [Number.NaN, Number.NaN], logit: [Number.NaN, Number.NaN] }

  test('reads the newest L of a list, whatever width is sent', async () => {
    const expected = await score({})
    expect(expected.status).toEqual([0, 0])
    const longer = {
      seen: int64([
        [9n, 9n, 1n, 2n, 3n, 4n, 77n],
        [5n, 6n, 9n, 9n, 9n, 9n, 9n],
      ]),
      'seen.length': each(6, 2),
      words: words([
        ['x', 'a', 'b', 'c'],
        ['c', 'x', 'x', 'x'],
      ]),
      'words.length': each(4, 1),
    }
    expect(await score(longer)).toEqual(expected)
    // The oldest four are another list.
    const oldest = await score({ ...longer, 'seen.length': each(4, 2) })
    expect(oldest.click.logit[0]).not.toBeCloseTo(expected.click.logit[0]!, 3)
    expect(oldest.click.logit[1]).toBe(expected.click.logit[1])
  })

  test.each([
    ['beyond its width', 5],
    ['far beyond it', 2n ** 62n],
    ['beyond it, and 0 in its lower 32 bits', 2n ** 32n],
    ['beyond it, and negative in its lower 32 bits', 2n ** 31n + 9n],
    ['below -1', -2],
    ['the least int64', missingInteger],
  ])('has status 5 where a length is %s, on that row', async (_name, wrong) => {
    const expected = await score({})
    for (const [list, other] of [
      ['seen', 2],
      ['words', 1],
    ] as const) {
      const found = await score({ [`${list}.length`]: each(wrong, other) })
      expect(found.status).toEqual([5, 0])
      for (const task of ['click', 'cost'] as const) {
        expect([found[task].logit[0], found[task].probability[0]]).toEqual([Number.NaN, Number.NaN])
        expect(found[task].logit[1]).toBeCloseTo(expected[task].logit[1]!, 5)
      }
    }
  })

  test.each(Object.keys(good))('never scores where %s is of one row and others are of more', async (name) => {
    const tensor = good[name]!
    const perRow = tensor.data.length / tensor.dims[0]!
    const dims = [1, ...tensor.dims.slice(1)]
    const found = await score({
      [name]: { ...tensor, dims, data: tensor.data.slice(0, perRow) } as HostTensor,
    }).catch(() => 'refused by the runtime' as const)
    if (found === 'refused by the runtime') return
    expect(found.status).toEqual([6, 6])
    expect([found.click, found.cost]).toEqual([none, none])
  })

  test('has status 4 where log-odds are infinite, and no score of any task', async () => {
    const found = await score({ price: prices(3e38, 2) })
    // 5 * 3e38 is beyond the largest float32, 3.4e38.
    expect(found.status).toEqual([4, 0])
    for (const task of [found.click, found.cost])
      expect([task.logit[0], task.probability[0]]).toEqual([Number.NaN, Number.NaN])
  })

  test('has status 1 where a required number is missing, and says what each status means', async () => {
    expect((await score({ price: prices(Number.POSITIVE_INFINITY, 2) })).status).toEqual([1, 0])
    const { meaning } = model.manifest.outputs.find(({ name }) => name === 'status')!
    for (const status of [1, 2, 3, 4, 5, 6]) expect(meaning).toContain(` ${status} `)
  })
})
