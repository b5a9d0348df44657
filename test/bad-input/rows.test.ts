import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { lockFolder } from '../../src/host/lock.ts'
import { readSafetensors } from '../../src/runtime/safetensors.ts'
import { smallLog, smallSpec } from '../small-project.ts'
import { sql } from '../sql.ts'
import { ctrc } from '../tools/cli/run-cli.ts'
import { codesIn, expectDecent, TestProject } from './project.ts'

const short = smallSpec.replace('epochs:    2', 'epochs:    1').replace('every: 0.5', 'every: 1')

/** A project whose log has these columns in the place of its own. */
async function projectWith(columns: Readonly<Record<string, string>> = {}, spec = short): Promise<TestProject> {
  const project = new TestProject()
  await project.write(spec, smallLog(columns, 350))
  return project
}

async function refusedBy(project: TestProject, args: readonly string[] = []) {
  const ran = await project.train('run', args)
  expect(ran.exit).toBe(1)
  expect(ran.out).toBe('')
  return ran.log
}

describe('a training is refused for', () => {
  test('a Parquet file without a declared column, with the near name', async () => {
    const project = await projectWith({ price: '', prize: '1.5' })
    expect(await refusedBy(project)).toMatch(/^error CTR4\d{3}: .*'price'.*'prize'/m)
  })

  test.each([2, 10])('a Parquet file cut off at 1/%i', async (part) => {
    const project = await projectWith()
    const file = project.path('data/log.parquet')
    truncateSync(file, Math.floor(readFileSync(file).length / part))
    expect(await refusedBy(project)).toMatch(/^error CTR4003: /m)
  })

  test('no file, an empty one and one that is something else', async () => {
    const project = await projectWith()
    const file = project.path('data/log.parquet')
    for (const content of ['', 'user_id,clicked\n1,0\n'.repeat(50)]) {
      writeFileSync(file, content)
      expect(await refusedBy(project)).toMatch(/^error CTR4003: /m)
    }
    diskHost().remove(file)
    expect(await refusedBy(project)).toMatch(/^error CTR4002: .*no file/m)
    expect((await project.run(['train', project.path('spec'), '--run', project.path('run')])).log).toMatch(/CTR4004/)
  })

  test('labels that are neither 0 nor 1', async () => {
    const project = await projectWith({ clicked: 'cast(i % 3 as int)' }, short.replace('clicked == 1', 'clicked'))
    expect(await refusedBy(project)).toMatch(/^error CTR40\d\d: .*(click|label)/m)
  })

  test('a required number that is missing, not a number or infinite', async () => {
    const promised = short.replace('price  : float default 0', 'price  : float')
    for (const value of ['null', "'nan'::float", "'-infinity'::float"]) {
      const project = await projectWith({ price: `cast(case when i = 77 then ${value} else 1 end as float)` }, promised)
      expect(await refusedBy(project)).toMatch(/^error CTR40\d\d: .*'price'/m)
    }
  })

  test('weights that are not above zero, or not finite', async () => {
    for (const value of ['0', '-1', "'nan'::float", "'infinity'::float", 'null']) {
      const project = await projectWith(
        { kept: `cast(case when i = 77 then ${value} else 1 end as double)` },
        short.replace('  outcomes:', '  weight:   kept\n  outcomes:'),
      )
      expect(await refusedBy(project)).toMatch(/^error CTR40\d\d: .*weight/m)
    }
  })

  test('lists of unequal lengths that the model combines step by step, with a row', async () => {
    const spec = short
      .replace('tags   : list<string, 3> in words', 'tags   : list<string, 4> in words')
      .replace(
        'pool_mean(embed(tags))',
        'pool_mean(masked(concat(values(embed(recent)), values(embed(tags))), mask(embed(tags))))',
      )
    const project = await projectWith({}, spec)
    const found =
      /^error CTR4048: 'recent' and 'tags' are combined step by step, but in \d+ rows .* such as recent \[.*\] and tags \[.*\]/m
    expect(await refusedBy(project)).toMatch(found)
    const checked = await project.run([
      'check',
      project.path('spec'),
      '--data',
      'log',
      '--param',
      `root=${project.path('data')}`,
    ])
    expect([checked.exit, checked.log]).toEqual([1, expect.stringMatching(found)])
  })

  test('a split without rows', async () => {
    for (const [day, split] of [
      ['cast(4 as int)', 'train'],
      ['cast(i % 4 as int)', 'validation'],
    ] as const) {
      const project = await projectWith({ day })
      expect(await refusedBy(project)).toMatch(new RegExp(`^error CTR4024: .*'${split}'`, 'm'))
    }
  })

  test('a view type that is not mapped', async () => {
    const project = await projectWith({ place: 'cast(1 + i % 4 as int)' })
    expect(await refusedBy(project)).toMatch(/^error CTR40\d\d: .*\b4\b/m)
  })
})

test('NaN, infinities and null are missing where a number has a default', async () => {
  const odd = "cast(['nan', 'infinity', '-infinity', null, '2'][i % 5 + 1] as float)"
  const project = await projectWith({ price: odd })
  expect(await project.train('run')).toMatchObject({ exit: 0 })
  const { tensors } = readSafetensors(diskHost().openRead(project.path('run/checkpoints/last.safetensors'))!)
  for (const [name, { data }] of tensors) expect(data.every(Number.isFinite), name).toBe(true)
  const ran = await project.run(['eval', project.path('run'), '--format', 'json'])
  expect(JSON.parse(ran.out).tasks.click.all.logloss).toEqual(expect.any(Number))
})

describe('a run', () => {
  test('whose segments are of one class is trained, falls back and has no metric there: null', async () => {
    // The home feed has no click at all, and the results of search nothing else.
    const project = await projectWith({ clicked: 'cast(case i % 3 when 0 then 0 when 1 then 1 else i % 2 end as int)' })
    expect(await project.train('run')).toMatchObject({ exit: 0 })
    const calibrated = await project.run(['calibrate', project.path('run'), '--format', 'json'])
    expect(calibrated.exit).toBe(0)
    const { click } = JSON.parse(calibrated.out).tasks
    expect(click.home_feed.default.from).not.toBe('view')
    expect(click.search.results.from).toBe('surface')
    expect(calibrated.log).toMatch(/^warning CTR5020: /m)
    const measured = await project.run(['eval', project.path('run'), '--format', 'json'])
    expect(measured.exit).toBe(0)
    const { home_feed, search } = JSON.parse(measured.out).tasks.click.surfaces
    expect([home_feed.auc, home_feed.normalized_entropy, home_feed.intervals.auc]).toEqual([null, null, null])
    expect(search.auc).toEqual(expect.any(Number))
    expect((await project.run(['export', project.path('run'), '--out', project.path('out')])).exit).toBe(0)
  })

  test('of another version of the spec is neither built from nor resumed, and stays as it is', async () => {
    const project = await projectWith()
    expect(await project.train('run')).toMatchObject({ exit: 0 })
    diskHost().writeAtomic(project.path('spec/main.ctr'), short.replace('units: [8]', 'units: [9]'))
    const before = project.contents('run')
    const run = project.path('run')
    for (const args of [
      ['build', project.path('spec'), '--from', run, '--out', project.path('out')],
      ['train', project.path('spec'), '--run', run, '--resume'],
    ]) {
      const ran = await project.run(args)
      expect({ exit: ran.exit, codes: codesIn(ran).filter((code) => code === 'CTR5003') }, args[0]).toEqual({
        exit: 1,
        codes: ['CTR5003'],
      })
      expect(ran.log).toContain('trunk ctr')
    }
    expect(project.contents('run')).toEqual(before)
    expect(project.files('.').filter((name) => name.startsWith('out'))).toEqual([])
  })

  test('that another training holds is refused with 3', async () => {
    const project = await projectWith()
    diskHost().makeDirectory(project.path('run'))
    const lock = lockFolder(diskHost(), project.path('run'))
    if (!lock.held) throw new Error('held by another')
    const ran = await ctrc(
      ['train', project.path('spec'), '--param', `root=${project.path('data')}`, '--run', project.path('run')],
      diskHost(),
    )
    lock.release()
    expectDecent(ran)
    expect({ exit: ran.exit, codes: codesIn(ran) }).toEqual({ exit: 3, codes: ['CTR9006'] })
  })

  test('that holds one already is refused with 1, and is what it was', async () => {
    const project = await projectWith()
    expect(await project.train('run')).toMatchObject({ exit: 0 })
    const before = project.contents('run')
    expect(await refusedBy(project)).toMatch(/^error CTR5001: /m)
    expect(project.contents('run')).toEqual(before)
  })

  test('that is none, or has no weights, or is damaged', async () => {
    const project = await projectWith()
    const run = project.path('run')
    expect(codesIn(await project.run(['eval', run]))).toEqual(['CTR5002'])
    expect(await project.train('run')).toMatchObject({ exit: 0 })
    const host = diskHost()
    for (const [file, code] of [
      ['checkpoints/best.safetensors', 'CTR5004'],
      ['run.json', 'CTR5004'],
      ['vocabularies.json', 'CTR5004'],
    ] as const) {
      const whole = host.readBytes(project.path('run', file))!
      host.writeAtomic(project.path('run', file), whole.slice(0, whole.length >> 1))
      const ran = await project.run(['export', run, '--out', project.path('out')])
      expect({ exit: ran.exit, codes: codesIn(ran) }, file).toEqual({ exit: 1, codes: [code] })
      host.writeAtomic(project.path('run', file), whole)
    }
  })
})

test('a parameter with a quote in it is a value, and no SQL', async () => {
  const project = await projectWith()
  await sql(`copy (select 1 as x) to '${project.path('data/other.parquet')}' (format parquet)`)
  const odd = "x'; copy (select 1) to 'y"
  const ran = await project.run(['train', project.path('spec'), '--param', `root=${odd}`, '--run', project.path('run')])
  expect({ exit: ran.exit, codes: codesIn(ran) }).toEqual({ exit: 1, codes: ['CTR4002'] })
})

describe('labels that a training would miss in the middle are found before it, by both commands', () => {
  test.each([
    ['CTR5011', 'none to train on', 'cast(case when i % 7 >= 4 then i % 2 end as int)', short],
    ['CTR5013', 'none to validate', 'cast(case when i % 7 <> 4 then i % 2 end as int)', short],
    [
      'CTR5013',
      'one class to validate',
      'cast(case when i % 7 = 4 then 1 else i % 2 end as int)',
      short.replace('click.logloss', 'click.auc'),
    ],
  ])('%s: %s', async (code, _, clicked, spec) => {
    const project = await projectWith({ clicked }, spec.replace('click: clicked == 1', 'click: clicked'))
    const root = `root=${project.path('data')}`
    const checked = await project.run(['check', project.path('spec'), '--data', 'log', '--param', root])
    expect({ exit: checked.exit, codes: codesIn(checked).filter((each) => each >= 'CTR5') }).toEqual({
      exit: 1,
      codes: [code],
    })
    const ran = await project.train('run')
    expect({ exit: ran.exit, codes: codesIn(ran).filter((each) => each >= 'CTR5') }).toEqual({ exit: 1, codes: [code] })
    // A run that could only end so again is not left behind.
    expect(project.files('.').filter((name) => name.startsWith('run'))).toEqual([])
  })
})
