import { describe, expect, test } from 'vitest'
import { newReport } from '../../../src/diagnostics/report.ts'
import { type Host, HostError } from '../../../src/host/host.ts'
import { readCheckpoint, writeCheckpoint } from '../../../src/learn/train/checkpoint.ts'
import { openRunModel } from '../../../src/learn/train/open-run.ts'
import { project, roleOf } from './project.ts'

const codes = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }): string[] =>
  diagnostics.map(({ code }) => code)

/** Of a training to its end: that long_click is worse than its base rate is within what chance gives (test/learn/train/base-rate.test.ts). */
const toItsEnd: readonly string[] = []

const journal = (host: Host, path: string) =>
  (host.readText(path) ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('a training', async () => {
  const p = await project()
  const trained = await p.train('run')

  test('returns a summary', () => {
    expect(codes(trained)).toEqual(toItsEnd)
    expect(trained.result).toMatchObject({ model: 'm', engine: 'native', seed: 4, best: { metric: 'click.logloss' } })
    // 900 rows of days 0 to 2 in batches of 128: 8 steps an epoch.
    expect(trained.result?.steps).toBeLessThanOrEqual(24)
    expect((trained.result?.steps ?? 0) % 4).toBe(0)
  })

  test('writes a journal line at each evaluation, and its validation improves', () => {
    const lines = journal(p.host, p.path('run/metrics.jsonl'))
    expect(lines.map(({ step }) => step)).toEqual(lines.map((_, i) => 4 * (i + 1)))
    expect(lines[0].validation).toMatchObject({ click: { rows: 300 }, long_click: { rows: 200 } })
    const best = Math.min(...lines.map(({ validation }) => validation.click.logloss))
    expect(best).toBeLessThan(lines[0].validation.click.logloss)
    expect(lines.filter((line) => line.best).at(-1)?.validation.click.logloss).toBe(best)
    expect(trained.result?.best?.value).toBe(best)
  })

  test('is the same once more, and another with another seed', async () => {
    await p.train('again')
    await p.train('other', { seed: 5 })
    const last = (run: string) => p.host.readBytes(p.path(run, 'checkpoints/last.safetensors'))
    expect(last('again')).toEqual(last('run'))
    expect(last('other')).not.toEqual(last('run'))
  })

  test('refuses a folder that holds a run, or something else', async () => {
    expect(codes(await p.train('run'))).toEqual(['CTR5001'])
    p.host.writeAtomic(p.path('mine/notes.txt'), 'mine')
    expect(codes(await p.train('mine'))).toEqual(['CTR5001'])
    expect(p.host.list(p.path('mine'))).toEqual(['notes.txt'])
  })

  test('has nothing to resume when it is done', async () => {
    expect(codes(await p.train('run', { resume: true }))).toEqual(['CTR5007'])
  })

  test('is not resumed with another seed or engine', async () => {
    expect(codes(await p.train('run', { resume: true, seed: 9, engine: 'tfjs' }))).toEqual(['CTR5006', 'CTR5006'])
  })

  test('is not resumed by another version of the spec, and reports what changed', async () => {
    p.change((text) => text.replace('units: [4]', 'units: [5]').replace('lr: 1e-2', 'lr: 2e-2'))
    const found = await p.train('run', { resume: true })
    p.change((text) => text)
    expect(found.diagnostics[0]?.message).toContain('tower search, train m (optimizer.settings.lr: 0.01, now 0.02)')
    expect(codes(found)).toEqual(['CTR5003'])
  })

  test('is not resumed from a checkpoint that is cut off', async () => {
    await p.train('cut')
    const path = p.path('cut/checkpoints/last.safetensors')
    p.host.writeAtomic(path, (p.host.readBytes(path) ?? new Uint8Array()).subarray(0, 400))
    expect(codes(await p.train('cut', { resume: true }))).toEqual(['CTR5004'])
  })

  test('is refused while another process has the folder', async () => {
    const other = { pid: 1, machine: 'elsewhere', since: 0, token: 'other' }
    p.host.writeAtomic(p.path('held/lock'), JSON.stringify(other))
    expect(codes(await p.train('held'))).toEqual(['CTR9006'])
  })
})

describe('a training that was stopped goes on bit for bit', async () => {
  const p = await project()
  await p.train('whole')
  const same = (run: string) => {
    for (const file of ['last', 'best']) {
      const path = (of: string) => p.path(of, `checkpoints/${file}.safetensors`)
      expect(p.host.readBytes(path(run)), `${file} of ${run}`).toEqual(p.host.readBytes(path('whole')))
    }
    const steps = (of: string) =>
      journal(p.host, p.path(of, 'metrics.jsonl')).map(({ rows_per_second: _, ...line }) => line)
    // The losses too: those of the steps before the interruption count.
    expect(steps(run)).toEqual(steps('whole'))
  }

  test('where it was asked to stop', async () => {
    const controller = new AbortController()
    const stopping = await p.train('asked', { evaluated: () => controller.abort(), signal: controller.signal })
    expect(codes(stopping)).toEqual(['CTR5009'])
    expect(codes(await p.train('asked', { resume: true }))).toEqual(toItsEnd)
    same('asked')
  })

  test('by the spec that it keeps, the original being gone', async () => {
    const controller = new AbortController()
    controller.abort()
    expect(codes(await p.train('alone', { signal: controller.signal }))).toEqual(['CTR5009'])
    p.change(() => 'nothing of this is meant')
    const { model } = openRunModel(p.host, newReport(), p.path('alone'))
    expect(codes(await p.train('alone', { resume: true, model }))).toEqual(toItsEnd)
    p.change((text) => text)
    same('alone')
  })

  test('its rows spill into the temporary folder of its own host', async () => {
    const places: string[] = []
    const temporaryPlace: Host['temporaryPlace'] = (name) => {
      places.push(name)
      return p.host.temporaryPlace(name)
    }
    await p.train('spilling', { host: { ...p.host, temporaryPlace } })
    expect(places).toEqual(['ctrc-rows'])
  })

  // A disk that fails at the n-th file is where a kill could have hit: between any two of them.
  test.each(Array.from({ length: 12 }, (_, i) => i))('when it ended before its file number %d', async (files) => {
    let left = files
    const failing: Host = {
      ...p.host,
      writeAtomic(path, content) {
        if (left-- === 0) throw new HostError('no_space', path, 'ENOSPC')
        p.host.writeAtomic(path, content)
      },
    }
    const run = `killed-${files}`
    await expect(p.train(run, { host: failing })).rejects.toThrow('ENOSPC')
    expect(codes(await p.train(run, { resume: true }))).toEqual(toItsEnd)
    same(run)
  })
})

describe('a training that cannot be', () => {
  test('its loss is no number any more: the last checkpoint is from before', async () => {
    const p = await project((text) => text.replace('lr: 1e-2', 'lr: 1e30').replace('clip: 1\n', ''))
    const found = await p.train('run')
    expect(codes(found)).toEqual(['CTR5010'])
    expect(p.host.exists(p.path('run/checkpoints/best.safetensors'))).toBe(false)
  })

  test('an empty split', async () => {
    const p = await project((text) => text.replace('validation: day == 3', 'validation: day == 99'))
    expect(codes(await p.train('run'))).toEqual(['CTR4024'])
  })

  test('an empty validation split, where no checkpoint is chosen by it: it is scored all the same', async () => {
    const p = await project((text) =>
      text.replace('validation: day == 3', 'validation: day == 99').replace(/\n +keep:.*/, ''),
    )
    expect(codes(await p.train('run'))).toEqual(['CTR4024'])
    expect(p.host.exists(p.path('run/run.json'))).toBe(false)
  })

  test('the resumed run lacks a weight, or a slot of its optimizer', async () => {
    const p = await project()
    await p.train('run')
    const last = p.path('run/checkpoints/last.safetensors')
    const { values, progress } = readCheckpoint(p.host, last)!
    const lost = [...values.keys()].filter((name) => /^(table\/users|state\/.*h.*)$/.test(name)).slice(0, 2)
    expect(lost.length).toBe(2)
    for (const name of lost) {
      const others = new Map([...values].filter(([each]) => each !== name))
      const unfinished = { values: others, progress: { ...progress, finished: false } }
      writeCheckpoint(p.host, last, unfinished, roleOf(p.host, p.path('run'), 'last'))
      expect(codes(await p.train('run', { resume: true }))).toEqual(['CTR5004'])
    }
  })

  test('leaves no folder that it made where it never began', async () => {
    const p = await project((text) => text.replace('validation: day == 3', 'validation: day == 99'))
    expect(codes(await p.train('deep/er/run'))).toEqual(['CTR4024'])
    expect(p.host.exists(p.path('deep'))).toBe(false)
    p.host.makeDirectory(p.path('mine'))
    expect(codes(await p.train('mine'))).toEqual(['CTR4024'])
    expect(p.host.list(p.path('mine'))).toEqual([])
  })

  test('a task without a label', async () => {
    const p = await project((text) => text.replace('select *', 'select * exclude (seconds), null::double as seconds'))
    const found = await p.train('run')
    expect(codes(found)).toEqual(['CTR5011'])
    expect(found.diagnostics[0]?.message).toContain("task 'long_click'")
    // Known before anything is trained: a run that can only end so is not begun.
    expect(p.host.exists(p.path('run'))).toBe(false)
  })

  test('a metric that cannot choose: one class alone', async () => {
    const p = await project((text) =>
      text.replace('click: clicked == 1', 'click: clicked >= 0').replace('click.logloss', 'click.auc'),
    )
    expect(codes(await p.train('run'))).toEqual(['CTR5013'])
    expect(p.host.exists(p.path('run'))).toBe(false)
  })

  test('a model without a training', async () => {
    const p = await project((text) => text.slice(0, text.indexOf('train m {')))
    expect(codes(await p.train('run'))).toEqual(['CTR5008'])
  })

  test('another dataset than there are', async () => {
    const p = await project()
    const { diagnostics } = await p.train('run', { dataset: 'logs' })
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "CTR1501 there is no dataset 'logs'; did you mean 'log'? Choose from log",
    ])
  })

  test('a value that no query reads', async () => {
    const p = await project()
    const { diagnostics } = await p.train('run', {
      params: new Map([
        ['root', p.data],
        ['day', '11'],
      ]),
    })
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toContain('warning CTR4054')
  })

  test('several datasets, of which none is named', async () => {
    const p = await project((text) =>
      text
        .replace(/dataset log \{[\s\S]*?\n\}/, (log) => `${log}\n${log.replace('dataset log', 'dataset older')}`)
        .replace(/^ *dataset: log\n/m, ''),
    )
    const { diagnostics } = await p.train('run')
    expect(diagnostics.map(({ code }) => code)).toEqual(['CTR5008'])
    expect(diagnostics[0]?.message).toContain('(log, older)')
  })
})
