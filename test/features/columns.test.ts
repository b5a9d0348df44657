import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { diskHost } from '../../src/host/disk.ts'
import { recordedTerminal } from '../../src/host/terminal.ts'
import { calibrateRun } from '../../src/learn/calibrate/calibrate-run.ts'
import { train } from '../../src/learn/train/train.ts'
import { checkData } from '../../src/rows/check/check-data.ts'
import { exportRun } from '../../src/serve/export-run.ts'
import { predict } from '../../src/serve/predict.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { programOf } from '../rows/fixture.ts'
import { compiled, temporaryFolder } from '../serve/fixture.ts'
import { smallLog, smallSpec, writeSmallProject } from '../small-project.ts'
import { sql } from '../sql.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const host = diskHost()

/** The small project with columns that no program could name: those of its log, by other names. */
const renamed = `select * exclude (pin_id, user_id, tags, price), pin_id as "101", user_id as "user id",
  tags as "a ""tag""", price from (${smallLog()})`

/** `name`: the log's names, read as they are; `other`: the same log and program, every one of them with another name in the program. */
const other = smallSpec
  .replace('by user_id', 'by person')
  .replace('user_id : id', '"user_id" as person : id')
  .replace('embed(user_id)', 'embed(person)')
  .replace('pin_id : id', '"pin_id" as item : id')
  .replace('embed(pin_id)', 'embed(item)')
  .replace('price  : float', '"price" as cost, "price" as charge : float')
  .replace(', price,', ', cost,')
  .replace('tags   :', '"tags" as words :')
  .replace('embed(tags)', 'embed(words)')

async function make(name: string, spec: string): Promise<void> {
  const options = { host, report: newReport(), terminal: recordedTerminal(), params: new Map([['root', at('data')]]) }
  const model = compiled({ [at('main.ctr')]: spec }, at('main.ctr'))
  await train({ ...options, model, folder: at(`${name}-run`), version: 'test', resume: false })
  await calibrateRun({ host, report: newReport(), folder: at(`${name}-run`) })
  await exportRun(host, newReport(), { run: at(`${name}-run`), out: at(name), version: 'test' })
}

async function scores(of: string, query: string, ending: string): Promise<number[]> {
  const file = at(`${of}.${ending}`)
  await sql(`copy (${query}) to '${file}' (format ${ending})`)
  await predict(host, at(`${of}/serving/home_feed`), file, at(`${of}.scored.${ending}`))
  const rows = await sql(`select * from '${at(`${of}.scored.${ending}`)}'`)
  return rows.map((row) => Math.fround(Number(row['click.logit'])))
}

const rows = `select * exclude (recent, tags) from (${smallLog()}) where place = 1 limit 50`
const lists = `select * from (${smallLog()}) where place = 1 limit 50`

beforeAll(async () => {
  await writeSmallProject(folder)
  await make('same', smallSpec)
  await make('other', other)
})

describe('a column by another name', () => {
  test('is read in training as one by its own: the same rows in the same order give the same scores', async () => {
    expect(await scores('other', lists, 'parquet')).toEqual(await scores('same', lists, 'parquet'))
    expect(await scores('other', lists, 'json')).toEqual(await scores('same', lists, 'json'))
  })

  test('is an input by its name in the program, and the manifest states the column', () => {
    const manifest = JSON.parse(readFileSync(at('other/serving/home_feed/manifest.json'), 'utf8'))
    const inputs: Record<string, unknown>[] = manifest.inputs
    const columnOf = Object.fromEntries(inputs.map(({ name, column }) => [name, column]))
    expect(columnOf).toMatchObject({ cost: 'price', item: 'pin_id', person: 'user_id', words: 'tags' })
    expect(columnOf.country).toBeUndefined()
  })

  test('is missed by that name where rows to score lack it', async () => {
    await sql(`copy (${rows}) to '${at('lacking.csv')}' (format csv)`)
    const found = await errorsOf(predict(host, at('other/serving/home_feed'), at('lacking.csv'), at('none.csv')))
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining("has no column 'recent' ("),
      expect.stringMatching(/has no column 'tags' \(a list of strings; input 'words'\)/),
    ])
  })
})

describe('columns of names that no program has', () => {
  const spec = smallSpec
    .replace('user_id : id', '"user id" as user_id : id')
    .replace('pin_id : id', '"101" as pin_id : id')
    .replace('tags   :', '"a \\"tag\\"" as tags :')

  const checked = async (log: string, text = spec) => {
    await writeSmallProject(at('odd'), text, log)
    const { spec: model, origins, dataset } = programOf(text)
    const report = newReport()
    await checkData(host, report, model, dataset, { params: new Map([['root', at('odd/data')]]) }, origins)
    return report.found.filter(({ severity }) => severity !== 'information').map(({ message }) => message)
  }

  test('are checked, grouped by and read', async () => {
    const plain = await checked(smallLog(), smallSpec)
    const odd = await checked(renamed)
    expect(odd.map((message) => message.replace(/ \(column .*?\)/, ''))).toEqual(plain)
  })

  test('are named beside their features', async () => {
    const unsigned = renamed.replace('price from', 'cast(null as float) as price from')
    const required = spec.replace('price  : float default 0', '"price" as cost : float').replace(', price,', ', cost,')
    expect(await checked(unsigned, required)).toContainEqual(expect.stringContaining(`'cost (column "price")'`))
    expect(await checked(smallLog())).toContainEqual(
      expect.stringContaining("feature 'pin_id' reads column '101', which dataset 'log' does not have"),
    )
  })
})
