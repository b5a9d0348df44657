import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HostTensor } from '../../src/graph/tensor.ts'
import { diskHost } from '../../src/host/disk.ts'
import { type ExportedModel, openExported } from '../../src/serve/exported-surface.ts'
import { compiled, exported, temporaryFolder, trainedWeights } from './fixture.ts'

/** Items and shops step by step; words by themselves. */
const spec = (dedupe: string): string => `
import { linear, pool_mean } from "ctr:std"
surface web
level user by user_id: id
level impression within user
features of user { items : list<id, 3> in ids }
features of impression {
  shops : list<id, 3> in ids
  words : list<id, 3> in ids
  price : float
}
table ids { rows: hash(100), dim: 4 }
model m on web {
  trunk {
    let both     = masked(concat(values(embed(items)), values(embed(shops))), mask(embed(items)))
    export let h = concat(pool_mean(both), pool_mean(embed(words)), price)
  }
}
tower web of m { predict click = linear(h) }
${dedupe}
`

const ids = (rows: number): HostTensor => ({
  dtype: 'int64',
  dims: [rows, 5],
  data: BigInt64Array.from({ length: rows * 5 }, (_, i) => BigInt(i)),
})
const each = (values: readonly number[]): HostTensor => ({
  dtype: 'int64',
  dims: [values.length],
  data: BigInt64Array.from(values, BigInt),
})

describe.each([
  ['per row', ''],
  ['grouped by user', 'serve m { dedupe: { levels: [user] } }'],
])('a graph with lists that are combined step by step, %s', (_, dedupe) => {
  let model: ExportedModel
  beforeAll(async () => {
    const out = join(temporaryFolder(), 'out')
    const served = compiled({ '/main.ctr': spec(dedupe) }, '/main.ctr')
    await exported(served, out, { weights: trainedWeights(served) })
    model = await openExported(diskHost(), join(out, 'serving', 'web'))
  })
  afterAll(() => model.session.dispose())

  async function score(items: readonly number[], shops: readonly number[], price = 1) {
    const rows = items.length
    const lists = ['items', 'shops', 'words'].map((name) => [name, ids(rows)] as const)
    const lengths = {
      'items.length': each(items),
      'shops.length': each(shops),
      'words.length': each(items.map(() => 1)),
    }
    const prices: HostTensor = { dtype: 'float32', dims: [rows], data: new Float32Array(rows).fill(price) }
    const users = each(items.map((_, row) => row))
    const feeds = {
      ...Object.fromEntries(lists),
      ...lengths,
      price: prices,
      ...(dedupe === '' ? {} : { user_id: users }),
    }
    const outputs = await model.session.run(new Map<string, HostTensor>(Object.entries(feeds)))
    const numbers = (name: string) => Array.from(outputs.get(name)!.data as ArrayLike<number | bigint>, Number)
    return { status: numbers('status'), click: numbers('click'), logit: numbers('click.logit') }
  }

  test('has status 7, and no score, where one is shorter; an independent list may be', async () => {
    const found = await score([2, 2, 1, 3], [2, 1, 2, 0])
    expect(found.status).toEqual([0, 7, 7, 7])
    expect(found.click.map(Number.isNaN)).toEqual([false, true, true, true])
    expect(found.logit.map(Number.isNaN)).toEqual([false, true, true, true])
  })

  test('takes a missing list for an empty one, and compares what is kept of long ones', async () => {
    expect((await score([-1, 0, 5, 3, 5], [0, -1, 4, 5, 2])).status).toEqual([0, 0, 0, 0, 7])
  })

  test('reports a wrong length before it, a missing number behind it', async () => {
    expect((await score([6, 1], [2, 2])).status).toEqual([5, 7])
    expect((await score([1, 2], [2, 2], Number.NaN)).status).toEqual([7, 1])
  })

  test('states it in the manifest', () => {
    const status = model.manifest.outputs.find(({ name }) => name === 'status')
    expect(JSON.stringify(status)).toContain('7 lists that are combined step by step have different lengths')
  })
})
