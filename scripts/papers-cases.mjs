/**
 * `node scripts/papers-cases.mjs FOLDER [--sample]`: trains, calibrates and exports the programs of examples/architectures below FOLDER/NAME, and scores
 * raw rows by each exported surface, as numpy-cases.mjs does it for specs. For check-numpy.sh.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { writeLog } from '../examples/architectures/log.mjs'
import { root } from './setup.mjs'

const [folder, flag] = process.argv.slice(2)
const names = flag === '--sample' ? ['din', 'dlrm'] : ['deepfm', 'dlrm', 'din', 'esmm']

function ctrc(...args) {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'dist/ctrc.mjs'), ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`ctrc ${args.join(' ')} ended with ${status}:\n${stderr}`)
}

const data = join(folder, 'data')
await writeLog(data, { rows: flag === '--sample' ? 3000 : 12_000 })
const connection = await (await DuckDBInstance.create()).connect()
/** Rows that training has not seen, some of them with missing and unknown ids, also within steps, empty histories and histories longer than is kept. */
const unseen = `
  select * replace (if(day = 1, null, ad_id) as ad_id, if(day = 2, 1000 + shown_at, user_id) as user_id, if(user_id % 9 = 3, null, watched) as watched,
    if(user_id % 9 = 3, null, list_transform(history, x -> {ad: if(x.ad % 11 = 4, null, x.ad), topic: x.topic})) as history,
    if(day = 4, null, c0) as c0, if(day = 5, -c1, c1) as c1), 'default' as view
  from read_parquet('${join(folder, 'unseen/log.parquet')}')`
await writeLog(join(folder, 'unseen'), { rows: 1000, seed: 2 })
for (const name of names) {
  const place = join(folder, name, 'case')
  mkdirSync(place, { recursive: true })
  const run = join(place, 'run')
  ctrc('train', join(root, 'examples/architectures', name), '--param', `root=${data}`, '--run', run)
  ctrc('calibrate', run)
  ctrc('export', run, '--out', join(place, 'export'))
  for (const [surface, number] of [
    ['feed', 1],
    ['search', 2],
  ]) {
    const raw = join(place, `${surface}.rows.json`)
    await connection.run(`copy (${unseen} where place = ${number}) to '${raw}'`)
    ctrc(
      'predict',
      join(place, 'export/serving', surface),
      '--input',
      raw,
      '--out',
      join(place, `${surface}.scores.json`),
    )
  }
}
