import { relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Host } from '../../../src/host/host.ts'
import { lockFolder } from '../../../src/host/lock.ts'
import { sealedJson } from '../../../src/host/seal.ts'
import { type CalibrateOptions, calibrateRun } from '../../../src/learn/calibrate/calibrate-run.ts'
import { calibratorOf } from '../../../src/learn/calibrate/calibration.ts'
import { type EvaluateOptions, evaluateRun } from '../../../src/learn/evaluate/evaluate-run.ts'
import { readCheckpoint, writeCheckpoint } from '../../../src/learn/train/checkpoint.ts'
import { reported } from '../../diagnostics/reported.ts'
import { project, roleOf } from '../train/project.ts'

const bootstrap = { resamples: 20, confidence: 0.9, seed: 1 }
const codes = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }): string[] =>
  diagnostics.map(({ code }) => code)

const evaluate = (options: Omit<EvaluateOptions, 'report'>) => reported((report) => evaluateRun({ ...options, report }))
const calibrate = (options: Omit<CalibrateOptions, 'report'>) =>
  reported((report) => calibrateRun({ ...options, report }))

describe('a run', async () => {
  const p = await project()
  const { host } = p
  const folder = p.path('run')
  await p.train('run')

  test('is measured before it is calibrated, with a warning: raw is then the same', async () => {
    const { result, diagnostics } = await evaluate({ host, folder, bootstrap })
    expect(codes({ diagnostics })).toEqual(['CTR5024'])
    const { raw, ...all } = result!.tasks.click!.all
    expect(all).toEqual(raw)
  })

  test('is calibrated: on the rows it was fitted on, predicted and observed totals agree', async () => {
    const calibrated = await calibrate({ host, folder })
    // long_click has no `calibrate` in the spec.
    expect(codes(calibrated)).toEqual(['CTR5022'])
    expect(Object.keys(calibrated.result!.tasks)).toEqual(['click'])
    expect(Object.keys(calibrated.result!.tasks.click!)).toEqual(['home', 'search'])
    const { result, diagnostics } = await evaluate({ host, folder, split: 'calibration', bootstrap })
    expect(codes({ diagnostics })).toEqual([])
    for (const measures of [result!.tasks.click!.all, ...Object.values(result!.tasks.click!.surfaces)]) {
      expect(measures.calibration_ratio).toBeCloseTo(1, 2)
      expect(measures.logloss).toBeLessThanOrEqual(measures.raw.logloss! + 1e-3)
    }
  })

  test('has the JSON that scripts read', async () => {
    const { result } = await evaluate({ host, folder, bootstrap })
    expect(result?.rows).toBe(300)
    expect(Object.keys(result!.tasks)).toEqual(['click', 'long_click'])
    expect(Object.keys(result!.tasks.long_click!.surfaces)).toEqual(['search'])
    const { all, surfaces } = result!.tasks.click!
    expect(all.rows).toBe(surfaces.home!.rows + surfaces.search!.rows)
    const keys = [
      'auc',
      'calibration_ratio',
      'ece',
      'gauc',
      'intervals',
      'logloss',
      'normalized_entropy',
      'positives',
      'rows',
    ]
    expect(Object.keys(all).sort()).toEqual([...keys, 'raw'].sort())
    expect(Object.keys(all.raw).sort()).toEqual(keys)
    const [low, high] = all.intervals.auc!
    expect(low).toBeLessThan(all.auc!)
    expect(high).toBeGreaterThan(all.auc!)
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })

  test('calibration keeps the order within a view', async () => {
    const { result } = await evaluate({ host, folder, split: 'test', bootstrap })
    const { home } = result!.tasks.click!.surfaces
    expect(home!.auc).toBe(home!.raw.auc)
  })

  test('a condition narrows a split, or stands in its place', async () => {
    const rows = async (more: object) => (await evaluate({ host, folder, bootstrap, ...more })).result?.rows
    expect(await rows({ split: 'test', where: 'place = 1' })).toBe(100)
    expect(await rows({ where: 'place = 1' })).toBe(600)
    expect(codes(await evaluate({ host, folder, split: 'tset' }))).toEqual(['CTR4025'])
    expect(codes(await evaluate({ host, folder, where: 'nowhere = 1' }))).toEqual(['CTR4007'])
  })

  test('is measured on the test split where no split is named', async () => {
    const of = async (split?: string) => (await evaluate({ host, folder, bootstrap, ...(split && { split }) })).result
    const found = await of()
    expect(found).toEqual(await of('test'))
    expect(found).not.toEqual(await of('validation'))
  })

  test('leaves no temporary file open, where it fails too', async () => {
    const open = new Set<object>()
    const counted: Host = {
      ...host,
      scratchFile(name) {
        const inner = host.scratchFile(name)
        open.add(inner)
        return {
          ...inner,
          close() {
            open.delete(inner)
            inner.close()
          },
        }
      },
    }
    for (const where of ['place = 1', 'place = 99']) {
      await evaluate({ host: counted, folder, bootstrap, where })
      expect(open.size).toBe(0)
    }
  })

  test('that is calibrated on its training rows is measured with a warning', async () => {
    await calibrate({ host, folder, split: 'train' })
    expect(codes(await evaluate({ host, folder, bootstrap }))).toEqual(['CTR5025'])
    await calibrate({ host, folder })
  })

  test('a condition is one expression, and nothing behind it runs', async () => {
    const before = host.list(p.path('.'))
    const target = p.path('x.csv')
    for (const where of [
      `1=1) ; copy (select 1) to '${target}'; select (1`,
      `1=1; copy (select 1) to '${target}'`,
      '1=1) or (1=1',
    ])
      expect(codes(await evaluate({ host, folder, where }))).toEqual(['CTR4007'])
    expect(host.list(p.path('.'))).toEqual(before)
  })

  test('a condition that no row meets is an error', async () => {
    const found = async (more: object) =>
      (await evaluate({ host, folder, bootstrap, ...more })).diagnostics.map(
        ({ code, message }) => `${code} ${message}`,
      )
    expect(await found({ where: 'place = 99' })).toEqual([
      'CTR4015 no row meets the condition place = 99: there is nothing to measure',
    ])
    expect(await found({ where: 'place = 99', split: 'test' })).toEqual([
      "CTR4015 no row of split 'test' meets the condition place = 99: there is nothing to measure",
    ])
  })

  test('is measured from another folder, by the parameters of its own', async () => {
    await p.train('relative', { params: new Map([['root', relative(process.cwd(), p.folder)]]) })
    const elsewhere = { ...host, resolve: (...parts: readonly string[]) => resolve('/elsewhere', ...parts) }
    const run = p.path('relative')
    expect((await evaluate({ host: elsewhere, folder: run, bootstrap })).result?.rows).toBe(300)
    const [found] = (
      await evaluate({ host: elsewhere, folder: run, params: new Map([['root', 'moved']]) })
    ).diagnostics.filter(({ severity }) => severity === 'error')
    expect(found?.message).toContain(`the run was trained in '${process.cwd()}': call ctrc there, or pass --param with`)
  })

  test('one class alone has no AUC and no entropy: null', async () => {
    const { result } = await evaluate({ host, folder, where: 'clicked = 1', bootstrap })
    expect(result!.tasks.click!.all).toMatchObject({ auc: null, gauc: null, normalized_entropy: null })
    expect(result!.tasks.click!.all.intervals.auc).toBeNull()
  })

  test('its calibration goes with its weights', async () => {
    const path = p.path('run/calibration.json')
    const text = host.readText(path)!
    const { digest: _, ...calibration } = JSON.parse(text)
    host.writeAtomic(path, sealedJson({ ...calibration, checkpoint: 'ab'.repeat(32) }))
    expect(codes(await evaluate({ host, folder }))).toEqual(['CTR5023'])
    host.writeAtomic(path, '{}')
    expect(codes(await evaluate({ host, folder }))).toEqual(['CTR5004'])
    host.writeAtomic(path, text)
  })

  test('an edit of its spec does not matter: the run has its own', async () => {
    p.change((text) => text.replace('dropout: 0.2', 'dropout: 0.3').replaceAll('x : float', 'y : float'))
    const found = await calibrate({ host, folder })
    p.change((text) => text)
    expect(codes(found)).toEqual(['CTR5022'])
  })

  test('a kept file that is edited, missing or of another model is damage', async () => {
    const damage = async (name: string, edit: (text: string) => string | undefined) => {
      const path = p.path('run/spec', name)
      const text = host.readText(path)!
      const edited = edit(text)
      if (edited === undefined) host.remove(path)
      else host.writeAtomic(path, edited)
      // What stands behind the digests: they would tell first.
      const found = await evaluate({ host, folder, split: 'test', bootstrap, digests: false })
      host.writeAtomic(path, text)
      return found.diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ code, message }) => `${code} ${message.slice(message.indexOf(' is damaged: '))}`)
        .map((text) => text.replace('; restore it from a copy of the run, or train again', ''))
    }
    const differ = [expect.stringContaining('its sources do not give model.json')]
    expect(await damage('sources/m.ctr', (text) => text.replace('seed: 4', 'seed: 5'))).toEqual(differ)
    expect(await damage('sources/m.ctr', (text) => text.replace('dropout: 0.2', 'dropout: 0.3'))).toEqual([
      'CTR5004  is damaged: this is not what was trained: trunk m',
    ])
    expect(await damage('sources/m.ctr', () => undefined)).toEqual(['CTR5004  is damaged: there is no such file'])
    expect(await damage('model.json', (text) => text.replace('"seed": 4', '"seed": 5'))).toEqual(differ)
    expect(await damage('model.json', (text) => text.replace('"format": 1', '"format": 9'))).toEqual([
      expect.stringContaining('format is not 1'),
    ])
    expect(await damage('model.json', (text) => text.replace('"adam"', '"none such"'))).toEqual([
      expect.stringContaining('train.optimizer.name is not'),
    ])
    expect(await damage('sources.json', (text) => text.replace('m.ctr"\n', '../m.ctr"\n'))).toEqual([
      expect.stringContaining("'../m.ctr' is no path below the sources"),
    ])
    expect(await damage('sources.json', () => undefined)).toEqual(['CTR5004  is damaged: there is no such file'])
  })

  test('a run of an older ctrc, which keeps no spec, is recognized', async () => {
    const path = p.path('run/run.json')
    const text = host.readText(path)!
    host.writeAtomic(path, text.replace('"format": 3', '"format": 1'))
    expect(codes(await evaluate({ host, folder }))).toEqual(['CTR5014'])
    host.writeAtomic(path, text)
  })
})

test('without calibrators or a test split the validation split is measured, and nothing is warned of', async () => {
  const p = await project((text) => text.replace(', test: day == 5', '').replace(/^ {2}calibrate click.*\n/m, ''))
  await p.train('run')
  const of = (more: object) => evaluate({ host: p.host, folder: p.path('run'), bootstrap, ...more })
  const { result, diagnostics } = await of({})
  expect(codes({ diagnostics })).toEqual([])
  expect(result).toEqual((await of({ split: 'validation' })).result)
})

test('segments with too few rows fall back and are reported', async () => {
  const p = await project((text) => text.replace('at_least: 5', 'at_least: 60'))
  await p.train('run')
  const { result, diagnostics } = await calibrate({ host: p.host, folder: p.path('run') })
  expect(diagnostics.filter(({ code }) => code === 'CTR5020').length).toBeGreaterThan(0)
  expect(calibratorOf(result, 'click', 'search', 'guided')?.from).not.toBe('view')
})

test('a folder without a run, and a run without weights, are distinguished', async () => {
  const p = await project()
  const failing = {
    ...p.host,
    writeAtomic: (path: string, content: Uint8Array | string) => {
      if (path.endsWith('best.safetensors')) throw new Error('killed')
      p.host.writeAtomic(path, content)
    },
  }
  await expect(p.train('begun', { host: failing })).rejects.toThrow('killed')
  expect(codes(await evaluate({ host: p.host, folder: p.path('none') }))).toEqual(['CTR5002'])
  const ended = await calibrate({ host: p.host, folder: p.path('begun') })
  expect(codes(ended)).toEqual(['CTR5005'])
  expect(ended.diagnostics[0]?.message).toContain('continue it with --resume')
  const lock = lockFolder(p.host, p.path('begun'))
  const training = await calibrate({ host: p.host, folder: p.path('begun') })
  expect(codes(training)).toEqual(['CTR5005'])
  expect(training.diagnostics[0]?.message).toContain(`process ${process.pid} on`)
  expect(training.diagnostics[0]?.message).not.toContain('--resume')
  if (lock.held) lock.release()
})

test('a best checkpoint that lacks a weight is damaged, not a model with its initial value', async () => {
  const p = await project()
  await p.train('run')
  const best = p.path('run/checkpoints/best.safetensors')
  const { values, progress } = readCheckpoint(p.host, best)!
  const name = [...values.keys()][0]!
  const others = new Map([...values].filter(([each]) => each !== name))
  writeCheckpoint(p.host, best, { values: others, progress }, roleOf(p.host, p.path('run'), 'best'))
  const found = await evaluate({ host: p.host, folder: p.path('run'), bootstrap })
  expect(codes(found)).toEqual(['CTR5004'])
  expect(found.diagnostics[0]?.message).toContain(`'${name}'`)
})

test.each(['vocabularies.json', 'checkpoints/best.safetensors'])(
  'a trained run that lost %s is damaged',
  async (name) => {
    const p = await project()
    await p.train('run')
    p.host.remove(p.path('run', name))
    const found = await evaluate({ host: p.host, folder: p.path('run'), bootstrap })
    expect(codes(found)).toEqual(['CTR5004'])
    expect(found.diagnostics[0]?.message).toContain(name)
  },
)
