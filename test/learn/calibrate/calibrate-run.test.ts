import { beforeAll, describe, expect, test } from 'vitest'
import { sealedJson } from '../../../src/host/seal.ts'
import { calibrateRun } from '../../../src/learn/calibrate/calibrate-run.ts'
import { readCalibration } from '../../../src/learn/calibrate/calibration-file.ts'
import { openRun } from '../../../src/learn/train/open-run.ts'
import { reported } from '../../diagnostics/reported.ts'
import { sql } from '../../sql.ts'
import { type Project, project } from '../train/project.ts'

/** What `ctrc calibrate` reports of a run of this spec. */
async function warnings(p: Project, split?: string): Promise<readonly string[]> {
  const { diagnostics } = await reported((report) =>
    calibrateRun({ host: p.host, report, folder: p.path('run'), split }),
  )
  return diagnostics.map(({ code, message }) => `${code} ${message}`)
}

async function trained(edit: (text: string) => string): Promise<Project> {
  const p = await project((text) => edit(text.replace('epochs: 3', 'epochs: 1')))
  await p.train('run')
  return p
}

const uncalibrated = "CTR5022 model 'm' has no calibrator for long_click: it is served uncalibrated"

describe('a run', () => {
  let p: Project
  beforeAll(async () => {
    p = await trained((text) => text)
  })

  test('names the tasks that stay uncalibrated', async () => {
    expect(await warnings(p)).toEqual([uncalibrated])
  })

  test('is warned of rows that it was trained on', async () => {
    expect(await warnings(p, 'train')).toEqual([
      expect.stringMatching(/^CTR5025 .* fitted on split 'train'/),
      uncalibrated,
    ])
  })

  test('writes what is read again: split, step, checkpoint, and counts of the rows that were fitted', async () => {
    const { result } = await reported((report) => calibrateRun({ host: p.host, report, folder: p.path('run') }))
    const { result: run } = await reported(async (report) => openRun(p.host, report, p.path('run')))
    expect(readCalibration(p.host, run!)).toEqual(result)
    expect(result).toMatchObject({ split: 'calibration', step: run!.step, checkpoint: run!.checkpoint })
    expect(Object.entries(result!.tasks).map(([task, of]) => [task, Object.keys(of)])).toEqual([
      ['click', ['home', 'search']],
    ])
    const counts = await sql(
      `select place, sum(clicked)::int as positives, (count(*) - sum(clicked))::int as negatives from '${p.path('log.parquet')}' where day = 4 group by place order by place`,
    )
    const { home, search } = result!.tasks.click!
    const found = [home!.default!, search!.results!, search!.guided!]
    expect(found.map(({ from, positives, negatives }) => ({ from, positives, negatives }))).toEqual(
      counts.map(({ positives, negatives }) => ({
        from: 'view',
        positives: Number(positives),
        negatives: Number(negatives),
      })),
    )
  })

  test.each([
    ['a value of another method', { steepness: 2 }, "a calibrator with platt has no value 'steepness'"],
    ['a value that is missing', { slope: undefined }, 'of a calibrator with platt, its slope is no finite number'],
  ])('reads no calibration with %s: CTR5004', async (_, edit, reason) => {
    await reported((report) => calibrateRun({ host: p.host, report, folder: p.path('run') }))
    const path = p.path('run/calibration.json')
    const { digest: _digest, ...calibration } = JSON.parse(p.host.readText(path)!)
    Object.assign(calibration.tasks.click.search.results, edit)
    p.host.writeAtomic(path, sealedJson(calibration))
    const { diagnostics } = await reported(async (report) =>
      readCalibration(p.host, openRun(p.host, report, p.path('run'))),
    )
    expect(diagnostics.map(({ code }) => code)).toEqual(['CTR5004'])
    expect(diagnostics[0]!.message).toContain(reason)
  })
})

test('a spec without calibrators has nothing to calibrate', async () => {
  const p = await trained((text) => text.replace(/^ {2}calibrate click.*\n/m, ''))
  expect(await warnings(p)).toEqual([expect.stringMatching(/^CTR5028 model 'm' declares no calibrator/)])
})

test.each([
  ['by surface', 'else: [all]', 'search', 'no calibration'],
  ['', '', 'all rows', 'no calibration'],
])('a segment of too few rows is named: %s', async (by, otherwise, segment, takes) => {
  const written = `with platt { at_least: 100_000${otherwise === '' ? '' : `, ${otherwise}`} }`
  const p = await trained((text) => text.replace(/calibrate click .*/, `calibrate click ${by} ${written}`))
  const thin = (await warnings(p)).filter((each) => each.startsWith('CTR5020'))
  expect(thin.join('\n')).toContain(` ${segment} `)
  expect(thin.join('\n')).toContain(takes)
})

test.each([
  ['else: [surface, all]', 'the calibrator of all of search'],
  ['else: [all]', 'the calibrator of all surfaces'],
])('a thin view takes the next of %s', async (otherwise, takes) => {
  const p = await trained((text) => text.replace('at_least: 5, else: [surface, all]', `at_least: 60, ${otherwise}`))
  const thin = (await warnings(p)).filter((each) => each.startsWith('CTR5020') && each.includes('search.'))
  expect(thin.length).toBeGreaterThan(0)
  for (const each of thin) expect(each).toContain(takes)
})
