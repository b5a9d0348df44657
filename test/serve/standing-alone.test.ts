import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { diskHost } from '../../src/host/disk.ts'
import { recordedTerminal } from '../../src/host/terminal.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { compileModel } from '../../src/language/elaborate/compile-model.ts'
import { calibrateRun } from '../../src/learn/calibrate/calibrate-run.ts'
import { evaluateRun } from '../../src/learn/evaluate/evaluate-run.ts'
import { train } from '../../src/learn/train/train.ts'
import { exportRun } from '../../src/serve/export-run.ts'
import { predict } from '../../src/serve/predict.ts'
import { reported } from '../diagnostics/reported.ts'
import { smallSpec, writeSmallProject } from '../small-project.ts'
import { filesBelow, temporaryFolder } from './fixture.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const host = diskHost()

/** The small spec in several files: an import above the entry's folder, a query and a vocabulary of their own. */
const features = /features of user \{[\s\S]*?\n\}\n/.exec(smallSpec)![0]
const files: Readonly<Record<string, string>> = {
  'team/ctr/main.ctr': `import "../shared/user.ctr"\n${smallSpec
    .replace(features, '')
    .replace(`"select * from read_parquet('{root}/log.parquet')"`, 'file("../sql/log.sql")')
    .replace('vocabulary(8)', 'vocabulary("countries.txt")')}`,
  'team/shared/user.ctr': features,
  'team/sql/log.sql': "-- every impression\nselect * from read_parquet('{root}/log.parquet')\n",
  'team/ctr/countries.txt': 'us\nfr\nbe\n',
}

function writeSpec(): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(at(name), '..'), { recursive: true })
    writeFileSync(at(name), text)
  }
}

/** All that is made of a run, as bytes. */
async function outcomes(): Promise<Readonly<Record<string, string>>> {
  const calibrated = await reported((report) => calibrateRun({ host, report, folder: at('run') }))
  const evaluated = await reported((report) =>
    evaluateRun({ report, host, folder: at('run'), bootstrap: { resamples: 5, confidence: 0.99, seed: 1 } }),
  )
  await exportRun(host, newReport(), { run: at('run'), out: at('out'), version: 'test' })
  await predict(host, at('out/serving/search'), at('data/log.parquet'), at('scores.csv'))
  return {
    calibrated: JSON.stringify(calibrated),
    evaluated: JSON.stringify(evaluated),
    scores: readFileSync(at('scores.csv'), 'utf8'),
    ...Object.fromEntries(
      filesBelow(at('out')).map((name) => [name, readFileSync(at(`out/${name}`)).toString('base64')]),
    ),
  }
}

let before: Readonly<Record<string, string>> = {}
beforeAll(async () => {
  await writeSmallProject(folder)
  writeSpec()
  const { program, diagnostics } = checkEntry(host, at('team/ctr/main.ctr'))
  expect(diagnostics).toEqual([])
  const model = compileModel(program!, program!.models.get('ctr')!)
  const params = new Map([['root', at('data')]])
  const report = newReport()
  const options = { host, report, terminal: recordedTerminal(), model, params, folder: at('run'), version: 'test' }
  await train({ ...options, resume: false })
  expect(report.found.map(({ code }) => code)).toEqual([])
  before = await outcomes()
})

afterEach(() => {
  rmSync(at('team'), { recursive: true, force: true })
  rmSync(at('old'), { recursive: true, force: true })
  writeSpec()
})

describe('a run keeps what it was made from', () => {
  test('at the places that the files had relative to each other', () => {
    const sources = Object.keys(files).map((name) => `sources/${name.slice('team/'.length)}`)
    expect(filesBelow(at('run/spec'))).toEqual(['model.json', 'sources.json', ...sources].sort())
    for (const [name, text] of Object.entries(files))
      expect(readFileSync(at(`run/spec/sources/${name.slice('team/'.length)}`), 'utf8')).toBe(text)
    expect(JSON.parse(readFileSync(at('run/spec/sources.json'), 'utf8'))).toMatchObject({
      root: at('team'),
      entry: 'ctr/main.ctr',
    })
  })

  test.each<[string, () => void]>([
    [
      'edited',
      () => {
        for (const [name, text] of Object.entries(files))
          writeFileSync(at(name), text.replaceAll('8', '9').replace('select *', 'select 1').replace('us\n', 'xx\n'))
      },
    ],
    ['broken', () => writeFileSync(at('team/ctr/main.ctr'), 'model {')],
    ['renamed', () => renameSync(at('team'), at('old'))],
    ['deleted', () => rmSync(at('team'), { recursive: true })],
  ])('and is calibrated, measured, exported and scored with the same bytes when they are %s', async (_, change) => {
    change()
    expect(await outcomes()).toEqual(before)
  })
})

test('places in its messages and its sourcemap are those that the files had', () => {
  const map = JSON.parse(Buffer.from(before['serving/search/sourcemap.json']!, 'base64').toString())
  expect(new Set(Object.values<string>(map).map((place) => place.split(':')[0]))).toContain('ctr/main.ctr')
  const { diagnostics } = JSON.parse(before.calibrated!)
  expect(diagnostics.length).toBeGreaterThan(0)
  for (const { span } of diagnostics) expect(span.file).toBe(at('team/ctr/main.ctr'))
})
