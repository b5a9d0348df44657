import { describe, expect, test } from 'vitest'
import { checkData } from '../../../src/rows/check/check-data.ts'
import { reported } from '../../diagnostics/reported.ts'
import { host, programOf } from '../fixture.ts'

const spec = (rows: readonly string[]): string => `
surface home
surface search
level user by user_id
level candidate within user
features of user { user_id : id, seen : list<id, 2> in pins }
features of candidate on search else zeros { price : float default 0 }
table pins { rows: hash(100), dim: 2 }
dataset log {
  query:   "select * from (values ${rows.join(', ')}) as t(tab, user_id, seen, price, clicked, day)"
  surface: { column: tab, values: { 1: home, 2: search } }
  labels:  { click: clicked }
  splits:  { train: day < 2 }
}
model m on home, search { trunk { predict click = linear(price) } }
`

async function found(rows: readonly string[], widened = new Set(['price'])): Promise<readonly string[]> {
  const { origins, dataset, spec: data } = programOf(spec(rows), {})
  const options = { params: new Map<string, string>(), widened }
  const { diagnostics } = await reported((report) => checkData(host({}), report, data, dataset, options, origins))
  return diagnostics.filter(({ code }) => code.startsWith('CTR21')).map(({ code, message }) => `${code} ${message}`)
}

const row = (tab: number, user: number, price: string, seen = '[1, 2]'): string =>
  `(${tab}, ${user}, ${seen}, ${price}::double, ${user % 2}, 0)`

describe('a feature that the data have on more surfaces than it is declared on', () => {
  const search = [row(2, 1, '1.5'), row(2, 2, '2.5')]

  test('is reported where nearly all rows of such a surface have it, and not one value', async () => {
    expect(await found([...search, row(1, 3, '0.5'), row(1, 4, '1')])).toEqual([
      "CTR2106 'price' is declared on search and read on home as a constant, but 2 rows of 2 there have a value of it",
    ])
  })

  test.each([
    ['rows that lack it', [row(1, 3, 'null'), row(1, 4, '1')]],
    ['one value that stands for none', [row(1, 3, '0'), row(1, 4, '0')]],
  ])('is not, of %s', async (_, home) => {
    expect(await found([...search, ...home])).toEqual([])
  })

  test('is not where no model widens it', async () => {
    expect(await found([...search, row(1, 3, '0.5'), row(1, 4, '1')], new Set())).toEqual([])
  })
})

test('lists longer than the positions that are kept are counted', async () => {
  const rows = [row(1, 1, 'null', '[1, 2, 3, 4]'), row(1, 2, 'null', '[1, 2]'), row(2, 3, '1', 'null')]
  expect(await found(rows)).toEqual([
    "CTR2105 'seen' keeps the last 2 elements, and 1 row of 3 have more, up to 4: the model never reads what is older",
  ])
})
