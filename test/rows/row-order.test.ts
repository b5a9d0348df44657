import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { diskHost } from '../../src/host/disk.ts'
import { openDataset } from '../../src/rows/dataset.ts'
import type { RowOrder } from '../../src/rows/row-order.ts'
import { collect, programOf, sql, temporaryFolder } from './fixture.ts'

/** `score`, `asked` and `bought` are read on search alone; the rest on both surfaces. Many rows agree in their scalars, none in `recent`. */
const text = `
surface home
surface search
level user by user_id
level candidate within user
features of candidate {
  number : float default 0
  recent : list<id, 2> in terms
}
features of candidate on search {
  score : float default 0
  asked : list<id, 3> in terms
}
table terms { rows: hash(100), dim: 2 }
dataset log {
  query:   "select * from read_parquet('{file}')"
  surface: { column: place, values: { 0: home, 1: search } }
  labels:  { click: { home: clicked, search: clicked + 0 * bought } }
  splits:  { train: number >= 0 }
}
model m on home, search { trunk { predict click = linear(number) } }
train m { dataset: log, tasks: { click: 1.0 } }
`

const folder = temporaryFolder()

/** Rows in an order, home's and then search's, each by its number in the log; `changed` replaces columns of the log. */
async function rowsIn(order: RowOrder, changed: string): Promise<readonly number[]> {
  const file = join(folder, `${encodeURIComponent(changed)}.parquet`)
  await sql(
    `copy (select * replace (${changed}) from (
      select i % 2 as place, (i % 2)::bigint as user_id, (i // 50)::float as number, (i // 100)::float as score,
        [i, 1] as recent, [i // 2, 1] as asked, i // 200 as bought, i // 300 as clicked from range(400) t(i))) to '${file}'`,
  )
  const { spec, origins, dataset } = programOf(text)
  const data = await openDataset(diskHost(), newReport(), spec, dataset, { params: new Map([['file', file]]), origins })
  const batches = await collect(data.batches({ split: 'train', size: 400, order }))
  data.close()
  return batches.flatMap(({ raw }) => {
    const recent = raw.columns.get('recent')
    if (recent?.kind !== 'list' || recent.of !== 'id') throw new Error('another column')
    return [...recent.starts].map((start) => Number(recent.values[start]))
  })
}

const orders: readonly RowOrder[] = ['stable', { seed: 3, epoch: 1 }]

test.each([
  'score + 1 - place as score',
  'if(place = 0, NULL, score) as score',
  'if(place = 0, [7], asked) as asked',
  'if(place = 0, 9, bought) as bought',
])('what a row has in columns that its surface does not read does not order it: %s', async (changed) => {
  for (const order of orders) {
    const rows = await rowsIn(order, 'place as place')
    expect(new Set(rows).size).toBe(400)
    expect(await rowsIn(order, changed)).toEqual(rows)
  }
})

test.each(['score + place as score', 'if(place = 1, [7, recent[1]], asked) as asked', 'bought + place as bought'])(
  'what a row has in columns that its surface reads does: %s',
  async (changed) => {
    for (const order of orders) {
      const rows = await rowsIn(order, 'place as place')
      const found = await rowsIn(order, changed)
      expect(found.slice(0, 200)).toEqual(rows.slice(0, 200))
      expect(found.slice(200)).not.toEqual(rows.slice(200))
      expect([...found].sort()).toEqual([...rows].sort())
    }
  },
)
