import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { seedOf } from '../../src/graph/mix.ts'
import { hashWord } from '../../src/graph/murmur3.ts'
import { diskHost } from '../../src/host/disk.ts'
import { recordedTerminal } from '../../src/host/terminal.ts'
import { calibrateRun } from '../../src/learn/calibrate/calibrate-run.ts'
import { train } from '../../src/learn/train/train.ts'
import { exportRun } from '../../src/serve/export-run.ts'
import { predict } from '../../src/serve/predict.ts'
import { compiled, temporaryFolder } from '../serve/fixture.ts'
import { smallLog, smallSpec, writeSmallProject } from '../small-project.ts'
import { sql } from '../sql.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const host = diskHost()

/** The small project with a table in place, tables per feature, words written in place and rare words left out. */
const spec = smallSpec
  .replace('string in countries', 'string in { rows: vocabulary(["fr", "us"]), dim: 2 }')
  .replace('table countries { rows: vocabulary(8),  dim: 2 }', '')
  .replace('hash(80),       dim: 4', 'hash(80) per feature, dim: 4')
  .replace('vocabulary(16), dim: 2', 'vocabulary(16, seen: 70), dim: 2')
  .replace(
    '  price ',
    '  title : string in { rows: hash(40), dim: 2 }\n  "tags" as marks : list<string, 3> in hashed\n  price ',
  )
  .replace('table words', 'table hashed { rows: hash(30), dim: 2 }\ntable words')
  .replace(', price,', ', price, embed(title), pool_mean(embed(marks)),')

/** Of each number of bytes behind a multiple of four, of several bytes a letter, a long one, and a missing one. */
const titles = `['', 'a', 'ab', 'abc', 'abcd', 'abcde', '\u00e9t\u00e9', '\u65e5\u672c\u8a9e', '\u{1f600}', repeat('long ', 200)]`
const columns = { title: `${titles}[i % 10 + 1]` }

beforeAll(async () => {
  await writeSmallProject(folder, spec, smallLog(columns))
  const model = compiled({ [at('spec/main.ctr')]: spec }, at('spec/main.ctr'))
  const options = { host, report: newReport(), terminal: recordedTerminal(), params: new Map([['root', at('data')]]) }
  await train({ ...options, model, folder: at('run'), version: 'test', resume: false })
  await calibrateRun({ host, report: newReport(), folder: at('run') })
  await exportRun(host, newReport(), { run: at('run'), out: at('out'), version: 'test' })
})

async function scores(query: string, name: string): Promise<number[]> {
  await sql(`copy (${query}) to '${at(name)}.parquet' (format parquet)`)
  await predict(host, at('out/serving/search'), at(`${name}.parquet`), at(`${name}.scored.parquet`))
  const rows = await sql(`select * from '${at(name)}.scored.parquet'`)
  return rows.map((row) => Math.fround(Number(row['click.logit'])))
}

describe('tables in place and per feature', () => {
  test('are trained, verified and served by their own names', () => {
    const manifest = JSON.parse(readFileSync(at('out/serving/search/manifest.json'), 'utf8'))
    expect(manifest.tables.map(({ name, rows }: Record<string, string>) => `${name}: ${rows}`).sort()).toEqual([
      'country: vocabulary(2)',
      'hashed: hash(30)',
      'pins.pin_id: hash(80)',
      'pins.query: hash(80)',
      'pins.recent: hash(80)',
      'title: hash(40)',
      'users: hash(50)',
      'words: vocabulary(16)',
    ])
  })

  test('a word that is not in a list, or rarer than asked for, is one that is not known', async () => {
    const log = `select * from (${smallLog(columns)}) where place <> 1 limit 30`
    const country = (word: string) => scores(`select * replace ('${word}' as country) from (${log})`, word)
    expect(await country('be')).toEqual(await country('xx'))
    expect(await country('fr')).not.toEqual(await country('xx'))
  })

  test('words are hashed by the op that the manifest names, to the row that MurmurHash3 gives', async () => {
    const manifest = JSON.parse(readFileSync(at('out/serving/search/manifest.json'), 'utf8'))
    const hashes = manifest.tables.flatMap(({ name, hash }: Record<string, string>) =>
      hash ? [`${name}: ${hash}`] : [],
    )
    expect(hashes.sort()).toEqual(['hashed: com.microsoft.MurmurHash3', 'title: com.microsoft.MurmurHash3'])

    const rowOf = (word: string) => hashWord(word, seedOf('title')) % 40
    const words = Array.from({ length: 200 }, (_, i) => `\u00fc${i}`)
    const [first = '', ...others] = words
    const same = others.find((word) => rowOf(word) === rowOf(first))!
    const different = others.find((word) => rowOf(word) === rowOf('abc'))!
    const log = `select * from (${smallLog(columns)}) where place <> 1 limit 30`
    const title = (word: string, name: string) => scores(`select * replace ('${word}' as title) from (${log})`, name)
    expect(await title(first, 'first')).toEqual(await title(same, 'same'))
    expect(await title(different, 'different')).toEqual(await title('abc', 'abc'))
    expect(await title(first, 'first')).not.toEqual(await title('abc', 'abc'))
  })
})
