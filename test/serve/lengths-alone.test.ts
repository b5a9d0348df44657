import { join } from 'node:path'
import { expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { predict } from '../../src/serve/predict.ts'
import { sql } from '../sql.ts'
import { compiled, exported, temporaryFolder } from './fixture.ts'

const spec = `
import { linear } from "ctr:std"
surface web
level row
features of row {
  price            : float default 0
  "seen ads" as xs : list<id, 4> in t
  words            : list<string, 4> in w
}
table t { rows: hash(100), dim: 4 }
table w { rows: hash(100), dim: 4 }
model m on web {
  trunk { export let h = concat(price, where(is_missing(xs), 1, 0), where(is_missing(words), 0, 1)) }
}
tower web of m { predict click = linear(h) }
`

test.each(['parquet', 'json'])('lists whose lengths alone are read are read from a %s file', async (ending) => {
  const folder = temporaryFolder()
  const at = (name: string): string => join(folder, name)
  await exported(compiled({ '/main.ctr': spec }, '/main.ctr'), at('out'))
  await sql(`copy (
    select * from (values
      (1::float, [1, 2]::bigint[], ['a']),
      (1::float, [7]::bigint[], ['b', 'c']),
      (1::float, null, ['a']),
      (1::float, [1, 2]::bigint[], null)
    ) t(price, "seen ads", words)) to '${at(`in.${ending}`)}' (format ${ending})`)
  await predict(diskHost(), at('out/serving/web'), at(`in.${ending}`), at('scored.parquet'))
  const rows = await sql(`select * from '${at('scored.parquet')}'`)
  const [first, otherElements, noAds, noWords] = rows.map((row) => row['click.logit'])
  expect(rows.map(({ status }) => Number(status))).toEqual([0, 0, 0, 0])
  expect(otherElements).toBe(first)
  expect(new Set([first, noAds, noWords]).size).toBe(3)
})
