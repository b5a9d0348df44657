import { describe, expect, test } from 'vitest'
import type { Domain } from '../../../src/graph/domains.ts'
import { checkData } from '../../../src/rows/check/check-data.ts'
import { reported } from '../../diagnostics/reported.ts'
import { host, programOf } from '../fixture.ts'

const text = (derived: string): string => `
surface home
surface search
level user by user_id
level candidate within user
features of user { user_id : id in users }
features of candidate {
  begun, shown : time
  count, none  : int default 0
  ${derived}
}
features of candidate on search { asked : time
  lag : seconds_between(shown, asked) default 0 }
table users { rows: hash(100), dim: 2 }
dataset log {
  query:   "select 1 + i % 2 as tab, i % 7 as user_id, i // 2 % 2 as clicked, i % 3 as day, cast(i % 5 as int) as count, cast(i % 3 as int) as none,
    timestamp '2023-01-01' + to_seconds(i * 86400) as begun, timestamp '2024-01-01' + to_seconds(i * 86400) as shown,
    if(i % 2 = 0, timestamp '2030-01-01', timestamp '2024-01-01' + to_seconds(i * 86400 + 60)) as asked from range(300) t(i)"
  surface: { column: tab, values: { 1: home, 2: search } }
  labels:  { click: clicked }
  splits:  { train: day < 2, test: day == 2 }
}
model m on home, search { trunk { predict click = linear(embed(user_id)) } }
`

async function found(derived: string, domains: readonly Domain[] = [], read?: ReadonlySet<string>) {
  const { spec, dataset, origins } = programOf(text(derived).replaceAll(/,\n {4}/g, ', '))
  const { diagnostics } = await reported((report) =>
    checkData(host(), report, spec, dataset, { params: new Map(), domains, read }, origins),
  )
  for (const { span } of diagnostics) expect(span?.file).toBe('/main.ctr')
  return diagnostics
    .filter(({ severity }) => severity !== 'information')
    .map(({ code, message }) => `${code}: ${message.split(':')[0]}`)
}

describe('values of derived features', () => {
  test('of one value are reported, on the surfaces that have the feature', async () => {
    // All times of begun and shown are 365 days apart; those of search lag by a minute.
    expect(await found('away : bucket(seconds_between(begun, shown), [60, 3600]) in { dim: 2 }')).toEqual([
      "CTR4047: 'away' is 2 in all of 300 rows",
      "CTR4047: 'lag' is 60 in all of 150 rows",
    ])
  })

  test('in the millions are, where a model reads the number', async () => {
    const derived = 'away : seconds_between(begun, shown) default 0\n  far : bucket(away, [1]) in { dim: 2 }'.replace(
      '[count]',
      '[1]',
    )
    const large = "CTR4046: 'away' is beyond a million in 300 rows, such as 31536000"
    expect(await found(derived, [], new Set(['away', 'far', 'user_id', 'count', 'none']))).toContain(large)
    expect(await found(derived, [], new Set(['far', 'user_id', 'count', 'none']))).not.toContain(large)
  })

  test('for which a function is not finite are, with their defaults', async () => {
    const derived = 'over : clip(count, 0, 3)\n  under : clip(none, -1, 1)'
    const domains = [
      { feature: 'over', kind: 'log' },
      { feature: 'under', kind: 'log1p' },
    ] as const
    expect((await found(derived, domains)).filter((each) => each.startsWith('CTR4052'))).toEqual([
      "CTR4052: the model computes log(over), which is finite for numbers above 0 alone; in 60 rows 'over' is not, such as 0",
    ])
  })

  test('that are fitted are looked at as they were fitted, and not at all where nothing fits', async () => {
    const fitted = 'tenth : quantiles(count, 5) in { dim: 2 }\n  spread : standardize(count)'
    expect(await found(fitted)).toEqual(["CTR4047: 'lag' is 60 in all of 150 rows"])
  })
})
