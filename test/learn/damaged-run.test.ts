import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { RandomStream } from '../../src/graph/random.ts'
import { sealedJson } from '../../src/host/seal.ts'
import { calibrateRun } from '../../src/learn/calibrate/calibrate-run.ts'
import { calibratorOf } from '../../src/learn/calibrate/calibration.ts'
import { readCalibration } from '../../src/learn/calibrate/calibration-file.ts'
import { evaluateRun } from '../../src/learn/evaluate/evaluate-run.ts'
import { readCheckpoint, writeCheckpoint } from '../../src/learn/train/checkpoint.ts'
import { openRun } from '../../src/learn/train/open-run.ts'
import { reported } from '../diagnostics/reported.ts'
import { project, roleOf } from './train/project.ts'

/** One run and another of the same spec with another seed; each test damages the first, which is then put back. */
const p = await project((text) => text.replace('epochs: 3', 'epochs: 1'))
await p.train('run')
await p.train('other', { seed: 5 })
await reported((report) => calibrateRun({ host: p.host, report, folder: p.path('run') }))
cpSync(p.path('run'), p.path('whole'), { recursive: true })
afterEach(() => {
  rmSync(p.path('run'), { recursive: true })
  cpSync(p.path('whole'), p.path('run'), { recursive: true })
})

const at = (...parts: readonly string[]): string => p.path('run', ...parts)
const opened = (digests = true) => reported((report) => openRun(p.host, report, p.path('run'), { digests }))
/** What opening the run and its calibration reports as errors. */
async function errors(digests = true): Promise<readonly string[]> {
  const { diagnostics } = await reported((report) =>
    readCalibration(p.host, openRun(p.host, report, p.path('run'), { digests })),
  )
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`)
}

/** Edits a JSON file of the run; a file that holds its own digest gets the one that fits, so that what is behind digests is tested. */
function editJson(name: string, edit: (value: Record<string, unknown>) => unknown): void {
  const { digest, ...value } = JSON.parse(readFileSync(at(name), 'utf8'))
  const edited = edit(value) as object
  writeFileSync(at(name), digest === undefined ? JSON.stringify(edited) : sealedJson(edited))
}

const changed = (name: string): RegExp => new RegExp(`^CTR5004 '[^']*/run/${name}' is damaged: .*; (restore|run)`)

test('a whole run has nothing wrong', async () => {
  expect(await errors()).toEqual([])
})

describe('one byte flipped', () => {
  const random = RandomStream.of(1, 'damaged run')
  test.each([
    'run.json',
    'vocabularies.json',
    'calibration.json',
    'checkpoints/best.safetensors',
    'spec/model.json',
    'spec/sources.json',
    'spec/sources/m.ctr',
  ])('in %s is an error that names the file, wherever it is', async (name) => {
    const whole = readFileSync(at(name))
    for (let i = 0; i < 12; i++) {
      const bytes = Buffer.from(whole)
      const position = Math.floor(random.uniform(i) * bytes.length)
      bytes[position] = bytes[position]! ^ (1 << Math.floor(8 * random.uniform(1000 + i)))
      writeFileSync(at(name), bytes)
      const found = await errors()
      expect(found, `byte ${position}`).toHaveLength(1)
      expect(found[0], `byte ${position}`).toMatch(/^CTR(5004|5023|5014) '?.*\/run/)
    }
  })

  test('in last.safetensors is found when it is resumed', async () => {
    const bytes = readFileSync(at('checkpoints/last.safetensors'))
    bytes[bytes.length - 100]! ^= 4
    writeFileSync(at('checkpoints/last.safetensors'), bytes)
    const { diagnostics } = await p.train('run', { resume: true })
    expect(diagnostics.map(({ code }) => code)).toEqual(['CTR5004'])
  })
})

describe('a checkpoint', () => {
  test('last that is copied over best', async () => {
    copyFileSync(at('checkpoints/last.safetensors'), at('checkpoints/best.safetensors'))
    const [error] = await errors()
    expect(error).toContain('it was written as last.safetensors, not best.safetensors')
  })

  test('of another run of the same spec', async () => {
    copyFileSync(p.path('other/checkpoints/best.safetensors'), at('checkpoints/best.safetensors'))
    const [error] = await errors()
    expect(error).toContain('it belongs to another run than run.json')
  })

  test('of an earlier step of the same run', async () => {
    const best = at('checkpoints/best.safetensors')
    const { values, progress } = readCheckpoint(p.host, best)!
    const earlier = { values, progress: { ...progress, step: progress.step - 1 } }
    writeCheckpoint(p.host, best, earlier, roleOf(p.host, p.path('run'), 'best'))
    const [error] = await errors()
    expect(error).toContain(`it is of step ${progress.step - 1}, the run's best is of step ${progress.step}`)
  })

  test('that is newer than the last one is what a kill between the two writes leaves', async () => {
    const last = at('checkpoints/last.safetensors')
    const { values, progress } = readCheckpoint(p.host, last)!
    const before = { ...progress, step: progress.best!.step - 1, best: { step: 1, value: 1 }, finished: false }
    writeCheckpoint(p.host, last, { values, progress: before }, roleOf(p.host, p.path('run'), 'last'))
    expect(await errors()).toEqual([])
  })

  test.each([
    ['a step that is negative', { step: -1 }, "'step' is -1, expected at least 0"],
    ['no rows in an epoch', { rowsPerEpoch: 0 }, "'rowsPerEpoch' is 0, expected at least 1"],
    ['a best without a step', { best: { value: 1 } }, "'best.step' is missing"],
  ])('whose progress has %s', async (_, edit, reason) => {
    const best = at('checkpoints/best.safetensors')
    const { values, progress } = readCheckpoint(p.host, best)!
    const wrong = { values, progress: { ...progress, ...edit } as typeof progress }
    writeCheckpoint(p.host, best, wrong, roleOf(p.host, p.path('run'), 'best'))
    expect((await errors())[0]).toContain(reason)
  })

  test('that a finished run lost is missing, not to be had by resuming', async () => {
    p.host.remove(at('checkpoints/best.safetensors'))
    p.host.remove(at('metrics.jsonl'))
    expect(await errors()).toEqual([expect.stringMatching(/^CTR5004 .*best.safetensors' is damaged: there is no such/)])
  })

  test('last that is lost is missing when a trained run is resumed: it does not begin again', async () => {
    p.host.remove(at('checkpoints/last.safetensors'))
    const { diagnostics } = await p.train('run', { resume: true })
    expect(diagnostics.map(({ code }) => code)).toEqual(['CTR5004'])
    expect(await errors()).toEqual([])
  })
})

describe('run.json', () => {
  test.each([
    ['a billion threads', { threads: 1_000_000_000 }, "'threads' is 1000000000, expected at most 256"],
    ['no thread', { threads: 0 }, "'threads' is 0, expected at least 1"],
    ['half a thread', { threads: 0.5 }, "'threads' is 0.5, expected integer"],
    ['a negative seed', { seed: -1 }, "'seed' is -1, expected at least 0"],
    ['another engine', { engine: 'abacus' }, '\'engine\' is "abacus", expected one of native, tfjs'],
    ['a parameter that is a number', { params: { root: 1 } }, "'params.root' is 1, expected string"],
    ['no model', { model: undefined }, "'model' is missing"],
    ['a field more', { thread: 1 }, "'thread' does not belong there"],
  ])('with %s', async (_, edit, reason) => {
    editJson('run.json', (record) => ({ ...record, ...edit }))
    expect(await errors()).toEqual([expect.stringMatching(changed('run.json'))])
    expect((await errors(false))[0]).toContain(reason)
  })

  test('that no longer has its own digest', async () => {
    const text = readFileSync(at('run.json'), 'utf8')
    writeFileSync(at('run.json'), text.replace('"seed": 4', '"seed": 3'))
    expect((await errors())[0]).toContain('changed after ctrc wrote it')
  })
})

describe('vocabularies.json', () => {
  test('of another run, or edited: not the one that run.json records', async () => {
    editJson('vocabularies.json', () => ({ countries: { of: 'string', words: ['DE', 'US', 'BR'] } }))
    expect((await errors())[0]).toMatch(changed('vocabularies.json'))
  })

  const words = (...list: readonly string[]) => ({ countries: { of: 'string', words: list } })
  test.each([
    ['lacks a table', {}, "it lacks table 'countries'"],
    ['has a table more', { ...words('US'), users: { of: 'id', ids: ['1'] } }, "it holds table 'users'"],
    ['has more words than rows', words(...'abcdefghi'), "table 'countries': it has 9 words, the table 8 rows"],
    ['has a word twice', words('US', 'DE', 'US'), "table 'countries': 'US' is in it twice"],
    ['has an empty word', words(''), 'a word is empty'],
    ['has ids for words', { countries: { of: 'id', ids: ['1'] } }, 'its words are of kind id'],
    ['has no list', { countries: { of: 'string' } }, "'countries.words' is missing"],
    ['has an id beyond 64 bits', { countries: { of: 'id', ids: ['9999999999999999999'] } }, 'is no id of 64 bits'],
  ])('that %s does not fit the spec', async (_, stored, reason) => {
    editJson('vocabularies.json', () => stored)
    expect((await errors(false))[0]).toContain(reason)
  })
})

describe('spec/sources.json', () => {
  test.each([
    ['an entry that is not among its files', { entry: 'x.ctr' }, "its entry 'x.ctr' is not among its files"],
    ['a root that is not absolute', { root: 'here' }, "'root' is no absolute path"],
    ['a way out', { files: ['m.ctr', '../x'] }, "'../x' is no path below the sources"],
    ['an absolute file', { files: ['m.ctr', '/etc/hosts'] }, "'/etc/hosts' is no path below the sources"],
    ['a file that is not there', { files: ['m.ctr', 'n.ctr'] }, 'there is no such file'],
    ['a file that is a folder', { files: ['m.ctr', 'deep'] }, 'it is a folder'],
    ['no files', { files: [] }, "'files' is a list of 0, expected 1 or more entries"],
    ['a field more', { more: 1 }, "'more' does not belong there"],
  ])('with %s is damaged: CTR5004', async (_, edit, reason) => {
    mkdirSync(at('spec/sources/deep'))
    editJson('spec/sources.json', (list) => ({ ...list, ...edit }))
    const found = await errors(false)
    expect(found).toEqual([expect.stringMatching(/^CTR5004 /)])
    expect(found[0]).toContain(reason)
  })

  test('a source that is no program is damage, not a mistake of the user', async () => {
    writeFileSync(at('spec/sources/m.ctr'), 'surface {')
    expect(await errors(false)).toEqual([expect.stringMatching(/^CTR5004 .*its sources are not what was trained/)])
  })
})

describe('calibration.json', () => {
  test('that lacks a view which the spec calibrates', async () => {
    editJson('calibration.json', (calibration) => {
      const { click } = calibration.tasks as Record<string, Record<string, Record<string, unknown>>>
      const { guided: _, ...views } = click!.search!
      return { ...calibration, tasks: { click: { ...click, search: views } } }
    })
    expect((await errors())[0]).toContain('it lacks the calibrator of click on search.guided')
  })

  test('that has one which the spec does not calibrate', async () => {
    editJson('calibration.json', ({ tasks, ...rest }) => {
      const { click } = tasks as Record<string, unknown>
      return { ...rest, tasks: { click, long_click: click } }
    })
    expect((await errors())[0]).toContain('it holds a calibrator of long_click on home.default')
  })
})

describe('a folder in place of', () => {
  test.each(['run.json', 'vocabularies.json', 'calibration.json', 'checkpoints/best.safetensors', 'spec/sources.json'])(
    '%s is damage',
    async (name) => {
      p.host.remove(at(name))
      p.host.makeDirectory(at(name))
      expect(await errors()).toEqual([expect.stringMatching(/^CTR5004 .* it is a folder/)])
    },
  )
})

test('--no-digests reads what was changed, and reports that it did not look', async () => {
  const text = readFileSync(at('run.json'), 'utf8')
  writeFileSync(at('run.json'), text.replace('"threads": 2', '"threads": 1'))
  expect((await errors())[0]).toContain('changed after ctrc wrote it')
  const { result, diagnostics } = await opened(false)
  expect(result?.record.threads).toBe(1)
  expect(diagnostics.map(({ code }) => code)).toEqual(['CTR5015'])
})

describe('a calibration on the rows that were trained on', () => {
  test('is warned of when it is fitted and whenever it is used', async () => {
    const folder = p.path('run')
    const fitted = await reported((report) => calibrateRun({ host: p.host, report, folder, split: 'train' }))
    expect(fitted.diagnostics.map(({ code, severity }) => [code, severity])).toContainEqual(['CTR5025', 'warning'])
    const bootstrap = { resamples: 2, confidence: 0.99, seed: 1 }
    const measured = await reported((report) => evaluateRun({ host: p.host, report, folder, bootstrap }))
    expect(measured.diagnostics.map(({ code }) => code)).toContain('CTR5025')
  })
})

test('a surface of any name keeps its calibrators', async () => {
  const odd = await project((text) =>
    text
      .replaceAll(/\bhome\b/g, '__proto__')
      .replace('epochs: 3', 'epochs: 1')
      .replaceAll('guided', 'constructor'),
  )
  await odd.train('run')
  const folder = odd.path('run')
  const { result } = await reported((report) => calibrateRun({ host: odd.host, report, folder }))
  const { result: read } = await reported((report) => readCalibration(odd.host, openRun(odd.host, report, folder)))
  expect(read).toEqual(result)
  for (const [surface, view] of [
    ['__proto__', 'default'],
    ['search', 'constructor'],
  ] as const)
    expect(calibratorOf(read, 'click', surface, view)?.from).toBe('view')
  expect(calibratorOf(read, 'click', 'search', 'toString')).toBeUndefined()
})

test('a finished run whose weights are gone or damaged is not called complete', async () => {
  const resumed = async () => (await p.train('run', { resume: true })).diagnostics.map(({ code }) => code)
  expect(await resumed()).toEqual(['CTR5007'])
  rmSync(at('checkpoints/best.safetensors'))
  expect(await resumed()).toEqual(['CTR5004'])
  mkdirSync(at('checkpoints/best.safetensors'))
  expect(await resumed()).toEqual(['CTR5004'])
})

test('a spec that is whole and is read otherwise is that of another version', async () => {
  const declarations = (edit: Readonly<Record<string, string>>) =>
    editJson('run.json', (record) => ({ ...record, declarations: { ...(record.declarations as object), ...edit } }))
  declarations({ 'module mlp': '0123456789abcdef' })
  expect(await errors()).toEqual([
    expect.stringMatching(
      /^CTR5016 the spec .* is whole, but this ctrc reads it otherwise than ctrc test, which trained it: .*module mlp.*; use that version/,
    ),
  ])
  // Unverified, it may as well be damaged.
  expect(await errors(false)).toEqual([expect.stringMatching(/^CTR5004 .*module mlp/)])
})
