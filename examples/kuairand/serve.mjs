/** The test day as serving meets it: raw columns in, scores of the exported graphs out, measured apart from ctrc by SQL. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { ctrc, show } from '../ctrc.mjs'

/** Surfaces by their tab, as log.ctr maps them. */
const tabs = { single_column: 1, double_column: 0, tab_2: 2, tab_4: 4, tab_6: 6 }

const quoted = (/** @type {string} */ path) => `'${path.replaceAll("'", "''")}'`

/**
 * AUC by rank sums (Mann and Whitney 1947; ties share their mean rank), and predicted clicks over clicks.
 * @param {{ spec: string, root: string, serving: string, scores: string }} folders
 */
export async function scoreTestDay({ spec, root, serving, scores }) {
  mkdirSync(scores, { recursive: true })
  const duckdb = await DuckDBInstance.create(':memory:')
  const connection = await duckdb.connect()
  try {
    const log = readFileSync(join(spec, 'log.sql'), 'utf8').replaceAll('{root}', root.replaceAll("'", "''"))
    for (const [surface, tab] of Object.entries(tabs)) {
      const input = join(scores, `${surface}.parquet`)
      await connection.run(
        `copy (select * from (${log}) where date = 20220505 and tab = ${tab}) to ${quoted(input)} (format parquet)`,
      )
      const scored = join(scores, `${surface}.scored.parquet`)
      ctrc('predict', show(join(serving, surface)), '--input', show(input), '--out', show(scored))
    }
    const found = await connection.runAndReadAll(
      `with scored as (
         select is_click, click::double as click, rank() over (order by click) + (count(*) over (partition by click) - 1) / 2 as rank
         from read_parquet(${quoted(join(scores, '*.scored.parquet'))})
       )
       select count(*)::integer as rows, sum(click) / sum(is_click) as calibration,
         (sum(rank) filter (is_click = 1) - sum(is_click) * (sum(is_click) + 1) / 2) / (sum(is_click) * (count(*) - sum(is_click))) as auc
       from scored`,
    )
    return found.getRowObjectsJS()[0]
  } finally {
    connection.closeSync()
    duckdb.closeSync()
  }
}
