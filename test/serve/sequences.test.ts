import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HostTensor } from '../../src/graph/tensor.ts'
import { diskHost } from '../../src/host/disk.ts'
import { type ExportedModel, openExported } from '../../src/serve/exported-surface.ts'
import { predict } from '../../src/serve/predict.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { sql } from '../sql.ts'
import { compiled, exported, temporaryFolder, trainedWeights } from './fixture.ts'

const spec = (dedupe: string): string => `
import { linear, pool_mean, transformer } from "ctr:std"
surface web
surface app
level user by user_id
level impression within user
features of user {
  user_id : id in ids
  newest  : last(recent.pin) in ids
  sequence recent max 3 {
    pin    : id missing -1 in ids
    action : string missing "?" in { rows: vocabulary(["a", "b", "c"]), dim: 4 }
    dwell  : float missing -9 default 0.5
    count  : int missing -9 default 2
    liked  : bool default true
    at     : int default 0
    age    : bucket(seconds_between(at, shown_at), [60, 3600]) in { dim: 2 }
    pair   : cross(pin, user_id) in { rows: hash(50), dim: 2 }
    short  : clip(dwell, 0, 1) default 0
    level  : bucket(short, [0.25, 0.75]) in { dim: 2 }
    of_day : hour_of_day(at) in { dim: 2 }
  }
}
features of user on web else learned {
  sequence bought max 2 {
    pin   : id in ids
    price : float default 1
  }
}
features of impression {
  pin  : id in ids
  shown_at : int
  hits : count(recent.pin == pin) default 0
  since : bucket(seconds_between(last(recent.at), shown_at), [0, 100_000]) in { dim: 2 }
  tags : list<id, 3> in ids
}
table ids { rows: hash(100), dim: 4 }
model m on web, app {
  trunk {
    let numbers  = concat(log1p(abs(recent.dwell)), recent.count, recent.liked, is_missing(recent.dwell), is_missing(recent.pin))
    let derived  = concat(embed(recent.age), embed(recent.pair), embed(recent.level), embed(recent.of_day), recent.short)
    let steps    = concat(embed(recent.pin), embed(recent.action), numbers, derived)
    let own      = concat(embed(bought.pin), bought.price, is_missing(bought.price))
    let tagged   = masked(values(embed(tags)) + values(embed(recent.pin)), mask(recent))
    let facts    = concat(length(recent), is_missing(recent), length(bought), is_missing(bought), hits, embed(since), embed(newest))
    export let h = concat(pool_mean(transformer(steps)), pool_mean(own), pool_mean(tagged), facts)
    predict click = linear(h)
  }
  calibrate click with platt
}
${dedupe}
`

interface Step {
  readonly pin?: number
  readonly action?: string
  readonly dwell?: number
  readonly count?: number
  readonly liked?: boolean
  readonly at?: number
}

const none = -(2n ** 63n)

/** One row's inputs: lists as wide as they are, or wider, with something behind their end. */
function feedsOf(
  steps: readonly Step[] | undefined,
  { width = 5, length = steps?.length ?? -1, tags = steps?.length ?? 0, shown = 10_000_000 } = {},
) {
  const at = (i: number): Step => steps?.[i] ?? { pin: 77, action: 'a', dwell: 5, count: 5, liked: true }
  const ids = (value: (step: Step) => number | undefined): HostTensor => {
    const data = BigInt64Array.from({ length: width }, (_, i) => BigInt(value(at(i)) ?? none))
    return { dtype: 'int64', dims: [1, width], data }
  }
  const one = (value: number): HostTensor => ({ dtype: 'int64', dims: [1], data: BigInt64Array.of(BigInt(value)) })
  const lists: [string, HostTensor][] = [
    ['recent.pin', ids(({ pin }) => pin)],
    [
      'recent.action',
      { dtype: 'string', dims: [1, width], data: Array.from({ length: width }, (_, i) => at(i).action ?? '') },
    ],
    [
      'recent.dwell',
      {
        dtype: 'float32',
        dims: [1, width],
        data: Float32Array.from({ length: width }, (_, i) => at(i).dwell ?? Number.NaN),
      },
    ],
    ['recent.at', ids(({ at }) => at)],
    ['recent.count', ids(({ count }) => count)],
    ['recent.liked', ids(({ liked }) => (liked === undefined ? undefined : Number(liked)))],
    ['tags', { dtype: 'int64', dims: [1, 5], data: BigInt64Array.of(1n, 2n, 3n, 4n, 5n) }],
    ['bought.pin', { dtype: 'int64', dims: [1, 1], data: BigInt64Array.of(4n) }],
    ['bought.price', { dtype: 'float32', dims: [1, 1], data: Float32Array.of(3) }],
  ]
  const lengths: [string, HostTensor][] = [
    ['recent.length', one(length)],
    ['tags.length', one(tags)],
    ['bought.length', one(1)],
    ['pin', one(3)],
    ['shown_at', one(shown)],
    ['user_id', one(1)],
  ]
  return new Map([...lists, ...lengths])
}

describe.each([
  ['per row', ''],
  ['grouped by user', 'serve m { dedupe: { levels: [user] } }'],
])('a served graph with sequences of records, %s', (_, dedupe) => {
  const out = join(temporaryFolder(), 'out')
  let model: ExportedModel
  // An export is verified: what the host encodes, the pruned and the served graph agree on generated rows.
  beforeAll(async () => {
    const served = compiled({ '/main.ctr': spec(dedupe) }, '/main.ctr')
    await exported(served, out, { weights: trainedWeights(served) })
    model = await openExported(diskHost(), join(out, 'serving', 'web'))
  })
  afterAll(() => model.session.dispose())

  async function score(feeds: ReadonlyMap<string, HostTensor>): Promise<{ status: number; logit: number }> {
    const inputs = model.manifest.inputs.map(({ name }) => name)
    const outputs = await model.session.run(new Map([...feeds].filter(([name]) => inputs.includes(name))))
    const of = (name: string) => Number((outputs.get(name)!.data as ArrayLike<number | bigint>)[0])
    return { status: of('status'), logit: of('click.logit') }
  }

  const steps: readonly Step[] = [
    { pin: 3, action: 'a', dwell: 2, count: 4, liked: false, at: 9_000_000 },
    { pin: 8, action: 'b', dwell: 0.25, count: 0, liked: true },
    { pin: 3, action: 'a', dwell: 7, count: 1, liked: true },
  ]

  test('has one length for all fields, and an input for each', () => {
    const inputs = model.manifest.inputs.filter(({ record }) => record === 'recent')
    expect(inputs.map(({ name, shape, element, missing }) => [name, shape, element, missing])).toEqual([
      ['recent.action', ['batch', 'recent/steps'], 'string', ''],
      ['recent.at', ['batch', 'recent/steps'], 'int', '-9223372036854775808'],
      ['recent.count', ['batch', 'recent/steps'], 'int', '-9223372036854775808'],
      ['recent.dwell', ['batch', 'recent/steps'], 'float', 'NaN'],
      ['recent.length', ['batch'], undefined, '-1'],
      ['recent.liked', ['batch', 'recent/steps'], 'bool', '-9223372036854775808'],
      ['recent.pin', ['batch', 'recent/steps'], 'id', '-9223372036854775808'],
    ])
  })

  test('reads nothing behind the end, and of longer sequences the newest steps', async () => {
    const { status, logit } = await score(feedsOf(steps, { width: 3 }))
    expect(status).toBe(0)
    expect((await score(feedsOf(steps))).logit).toBe(logit)
    const older = { pin: 5, action: 'b', dwell: 100, count: 100, liked: false }
    expect((await score(feedsOf([older, older, ...steps], { tags: 3 }))).logit).toBeCloseTo(logit, 5)
    expect((await score(feedsOf(steps.slice(0, 2)))).logit).not.toBeCloseTo(logit, 3)
  })

  test('takes a sentinel and what is missing for the default within a step that is present', async () => {
    const { logit } = await score(feedsOf([{ dwell: Number.NaN }]))
    expect((await score(feedsOf([{ pin: -1, action: '?', dwell: -9, count: -9 }]))).logit).toBe(logit)
    // The default is a number as any; that it was missing the model is told by is_missing.
    expect((await score(feedsOf([{ dwell: 0.5 }]))).logit).not.toBe(logit)
  })

  test('tells an empty sequence from a missing one by is_missing alone', async () => {
    const [empty, missing] = [await score(feedsOf([])), await score(feedsOf(undefined))]
    expect([empty.status, missing.status]).toEqual([0, 0])
    expect(empty.logit).not.toBe(missing.logit)
  })

  test('has status 5 where a field is narrower than the length, 7 where another list has other steps', async () => {
    const narrow = feedsOf(steps)
    narrow.set('recent.dwell', { dtype: 'float32', dims: [1, 2], data: Float32Array.of(1, 2) })
    expect((await score(narrow)).status).toBe(5)
    expect((await score(feedsOf(steps, { length: 6 }))).status).toBe(5)
    expect((await score(feedsOf(steps, { length: -2 }))).status).toBe(5)
    expect((await score(feedsOf(steps, { tags: 2 }))).status).toBe(7)
  })

  test('derives fields step by step, of other fields and of what a row has once', async () => {
    const of = async (step: Step, shown: number) => (await score(feedsOf([step], { shown }))).logit
    const at = { ...steps[1], at: 5_000_000 }
    const { logit } = await score(feedsOf([at], { shown: 5_059_999 }))
    // 0 to 59 seconds; 60 to 3599; hour 1 of the day; dwell below .25.
    expect(await of(at, 5_000_000)).toBe(logit)
    expect(await of(at, 5_060_000)).not.toBe(logit)
    expect(await of(at, 5_060_000)).toBe(await of(at, 8_599_999))
    expect(await of(at, 8_600_000)).not.toBe(await of(at, 8_599_999))
    expect(await of({ ...at, at: 3_600_000 }, 3_600_001)).toBe(logit)
    expect(await of({ ...at, at: 3_599_999 }, 3_600_001)).not.toBe(logit)
  })

  test('has no input of a sequence that the surface lacks', async () => {
    const { manifest, session } = await openExported(diskHost(), join(out, 'serving', 'app'))
    expect(manifest.inputs.filter(({ record }) => record === 'bought')).toEqual([])
    await session.dispose()
  })

  describe('predict', () => {
    const folder = temporaryFolder()
    const at = (name: string): string => join(folder, name)
    const users = `(values (1, [{pin: 3, action: 'a', dwell: 2.0, count: 4, liked: false, 'at': 7}, {pin: null, action: 'b', dwell: null, count: null, liked: null, 'at': null}], [1, 2]),
      (2, [], []), (3, null, null)) as t(user_id, recent, tags)`
    const more = `[{pin: 4, price: 3.0}] as bought, 3 as pin, 99 as shown_at`
    const structs = `select *, ${more} from ${users}`
    const lists = `select user_id, tags, ${['pin', 'action', 'dwell', 'count', 'liked', 'at'].map((name) => `list_transform(recent, e -> e."${name}") as recent_${name}`).join(', ')}, ${more} from ${users}`

    async function scored(query: string, name: string): Promise<readonly number[]> {
      await sql(`copy (${query}) to '${at(name)}' (format ${name.split('.').pop()})`)
      await predict(diskHost(), join(out, 'serving', 'web'), at(name), at(`scored-${name}`))
      const rows = await sql(`select * from '${at(`scored-${name}`)}' order by user_id`)
      return rows.map((row) => Math.fround(Number(row['click.logit'])))
    }

    test('scores a list of structs and a list for each field alike, of Parquet, JSON and CSV', async () => {
      const expected = await scored(structs, 'structs.parquet')
      expect(expected.every(Number.isFinite)).toBe(true)
      expect(await scored(lists, 'lists.parquet')).toEqual(expected)
      expect(await scored(structs, 'structs.json')).toEqual(expected)
      expect(await scored(lists, 'lists.json')).toEqual(expected)
      const bought = '* exclude (bought), [4] as bought_pin, [3.0] as bought_price'
      expect(await scored(`select ${bought} from (${lists})`, 'lists.csv')).toEqual(expected)
    })

    test.each([
      ['no step', 'user_id = 2'],
      ['no sequence', 'user_id = 3'],
      [
        'no number in any step',
        'user_id = 1',
        `[{pin: 3, action: 'a', dwell: null::double, count: 4, liked: false, 'at': 7}, {pin: 5, action: 'b', dwell: null, count: 4, liked: true, 'at': 8}]`,
      ],
    ])('takes JSON with %s in any row', async (_, where, recent = 'recent') => {
      const query = `select * replace (${recent} as recent) from (${structs}) where ${where}`
      const [parquet, json] = [await scored(query, 'untyped.parquet'), await scored(query, 'untyped.json')]
      expect(json).toEqual(parquet)
    })

    test('refuses lists of different lengths, both forms at once, and neither', async () => {
      const codes = async (query: string, name: string) =>
        (await errorsOf(scored(query, name))).map(({ code, message }) => `${code} ${message}`)
      const shorter = 'if(user_id = 1, recent_pin[2:], recent_pin) as recent_pin'
      expect(await codes(`select * replace (${shorter}) from (${lists})`, 'unequal.parquet')).toEqual([
        expect.stringMatching(
          /^CTR4048 the lists of 'recent' are one sequence, but in 1 row .*recent_pin 1, recent_action 2/,
        ),
      ])
      expect(await codes(`select *, [1] as recent_pin from (${structs})`, 'both.parquet')).toEqual([
        expect.stringMatching(/^CTR4055/),
      ])
      expect(await codes(`select * exclude (recent) from (${structs})`, 'neither.parquet')).toEqual([
        expect.stringMatching(/^CTR4056/),
      ])
    })
  })
})
