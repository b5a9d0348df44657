import { describe, expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import type { Fits } from '../../src/features/derived/fits.ts'
import { checkData } from '../../src/rows/check/check-data.ts'
import { openDataset } from '../../src/rows/dataset.ts'
import { reported } from '../diagnostics/reported.ts'
import { host, programOf } from './fixture.ts'

const text = (features: string, query: string, splits = 'train: day < 2, test: day == 2'): string => `
surface home
surface search
level user by user_id
level candidate within user
features of user { user_id : id in users }
features of candidate {
  age   : int missing -1 default 50
  spend : float default 0
  shown, begun : int
  ${features}
}
features of candidate on search { depth : float default 0
  deep : standardize(depth) }
table users { rows: hash(100), dim: 2 }
dataset log {
  query:   "${query.replaceAll('\n', ' ')}"
  surface: { column: tab, values: { 1: home, 2: search } }
  labels:  { click: clicked }
  splits:  { ${splits} }
}
model m on home, search { trunk { predict click = linear(embed(user_id)) } }
`

/** Tabs alternate; the third of three days is another split, and its values would change every fit. */
const log = `select 1 + i % 2 as tab, i % 7 as user_id, i // 2 % 2 as clicked, i % 3 as day,
  cast(case when i % 10 = 0 then -1 when i % 3 = 2 then 1000 else i % 50 end as int) as age,
  cast(case when i % 11 = 0 then null else i % 20 end as double) as spend,
  cast(i as bigint) * 1000 as begun, cast(i as bigint) * 3000 as shown,
  cast(case when i % 2 = 0 then 99 else i % 5 end as double) as depth from range(300) t(i)`

async function fitted(features: string, query = log): Promise<Fits> {
  const { spec, dataset, origins } = programOf(text(features, query))
  const data = await openDataset(host(), newReport(), spec, dataset, { params: new Map(), origins })
  try {
    return await data.fitFeatures()
  } finally {
    data.close()
  }
}

async function checked(features: string, query: string, splits?: string): Promise<readonly string[]> {
  const { spec, dataset, origins } = programOf(text(features, query, splits))
  const { diagnostics } = await reported((report) =>
    checkData(host(), report, spec, dataset, { params: new Map() }, origins),
  )
  return diagnostics
    .filter(({ severity }) => severity !== 'information')
    .map(({ code, message }) => `${code}: ${message}`)
}

const train = Array.from({ length: 300 }, (_, i) => i).filter((i) => i % 3 !== 2)
const ages = train.filter((i) => i % 10 !== 0).map((i) => i % 50)

function moments(values: readonly number[]): readonly [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)]
}

describe('features are fitted', () => {
  test('on the rows of the training split that have a value, on the surfaces that have the feature', async () => {
    const fits = await fitted('aged : standardize(age)')
    const [mean, deviation] = moments(ages)
    expect(fits.get('aged')![0]![0]).toBeCloseTo(mean, 10)
    expect(fits.get('aged')![0]![1]).toBeCloseTo(deviation, 10)
    // Rows of search alone, odd ones, whose depths are below 5.
    const depths = train.filter((i) => i % 2 === 1).map((i) => i % 5)
    expect(fits.get('deep')![0]![0]).toBeCloseTo(moments(depths)[0], 10)
  })

  test('of derived operands too, inner calls first', async () => {
    const fits = await fitted(`
      seconds : seconds_between(begun, shown) default 0
      waited  : quantiles(seconds, 4) in { dim: 2 }
      twice   : quantiles(standardize(clip(age, 0, 40)), 2) in { dim: 2 }`)
    // Waits of 2 i seconds of the training's rows.
    const waits = train.map((i) => 2 * i)
    expect(fits.get('waited')).toEqual([[waits[50], waits[100], waits[150]]])
    const clipped = ages.map((age) => Math.min(age, 40)).sort((a, b) => a - b)
    const [inner, outer] = fits.get('twice')!
    expect(inner![0]).toBeCloseTo(moments(clipped)[0], 10)
    expect(outer).toEqual([Math.fround((clipped[Math.floor(clipped.length / 2)]! - inner![0]!) / inner![1]!)])
  })

  test('alike, whatever order the rows come in', async () => {
    const features = 'aged : standardize(spend) default 0\n  tenth : quantiles(spend, 10) in { dim: 2 }'
    const [one, other] = [await fitted(features), await fitted(features, `select * from (${log}) order by hash(begun)`)]
    expect(other).toEqual(one)
  })
})

describe('what cannot be fitted is reported by the check, and ends a training', () => {
  const spent = 'spent : standardize(spend) default 0\n  tenth : quantiles(spend, 10) in { dim: 2 }'
  const spends = (value: string): string => `select * replace (${value} as spend) from (${log})`

  test('nothing but missing values', async () => {
    const none = spends('cast(null as double)')
    const found = await checked(spent, none)
    expect(found).toContain(
      "CTR4070: 'spent' is fitted on the training split, but none of its 200 rows there has a value for standardize(spend): " +
        'does a join in the query find nothing? Otherwise leave the feature out',
    )
    expect(found.filter((each) => each.startsWith('CTR4070'))).toHaveLength(2)
    await expect(fitted(spent, none)).rejects.toThrow('CTR4070')
  })

  test('one value: no deviation, and quantiles that separate nothing', async () => {
    const found = await checked(
      spent,
      spends('if(i.i < 5, null, 0.5)').replace('range(300) t(i)', 'range(300) t(i)').replaceAll('i.i', 'begun'),
    )
    expect(found).toContain(
      "CTR4071: 'spent' has no deviation to divide by: what standardize(spend) reads is 0.5 or missing in all of 200 rows of the training split; " +
        'leave the feature out, or read the number itself',
    )
    expect(found).toContain(
      "CTR4072: all edges of quantiles(spend, 10) are 0.5, which most of 200 rows of the training split have: 'tenth' is 0 below it and the last " +
        'quantile from it on; bucket(x, [edges]) has edges of your own',
    )
  })

  test('infinite values are left out, and reported', async () => {
    const found = await checked(spent, spends("if(begun = 3000, 'inf'::double, spend)"))
    expect(found).toEqual([
      "CTR4074: 'spend' is infinite in 1 row, such as inf, which is read as missing; " +
        'greatest(least("spend", 1e6), -1e6) in the query makes numbers of them',
    ])
    const [mean] = (await fitted(spent, spends("if(begun = 3000, 'inf'::double, spend)"))).get('spent')![0]!
    expect(mean).toBeLessThan(20)
  })

  test('a dataset without a training split is not fitted on', async () => {
    expect(await checked(spent, log, 'test: day == 2')).toEqual([])
    const { spec, dataset, origins } = programOf(text(spent, log, 'test: day == 2'))
    const data = await openDataset(host(), newReport(), spec, dataset, { params: new Map(), origins })
    await expect(data.fitFeatures()).rejects.toThrow('CTR4073')
    data.close()
  })
})
