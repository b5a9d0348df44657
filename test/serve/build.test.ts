import { describe, expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { calibrateRun } from '../../src/learn/calibrate/calibrate-run.ts'
import { startingWeights } from '../../src/learn/train/initial-values.ts'
import { type StoredTensor, safetensorsPieces } from '../../src/runtime/safetensors.ts'
import { importTfjsModule } from '../../src/runtime/tfjs-module.ts'
import { type BuildRequest, build } from '../../src/serve/build.ts'
import { exportRun } from '../../src/serve/export-run.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { reported } from '../diagnostics/reported.ts'
import { project } from '../learn/train/project.ts'
import { weightsIn } from './fixture.ts'

test('a build puts the spec’s optimizers, with every setting, into training/', async () => {
  const p = await project()
  const request = { model: p.model(), out: p.path('built'), untrained: true, version: 'test' }
  const { diagnostics } = await reported((report) => build(p.host, report, request))
  expect(diagnostics).toEqual([])
  const module = await importTfjsModule(p.host.readText(p.path('built/training/index.js'))!)
  expect(module.optimizers).toEqual({
    optimizer: { name: 'adam', settings: { lr: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0 } },
    tables: {
      name: 'rowwise_adagrad',
      settings: { lr: 0.05, epsilon: 1e-10, weight_decay: 0.01, initial_accumulator: 0 },
    },
    clip: 1,
  })
  const types = p.host.readText(p.path('built/training/index.d.ts'))
  expect(types).toContain('/** Of adam; defaults to 0.01. */\n  readonly learningRate?: number')
  expect(types).toContain('tables apart; defaults to 1. */')
})

test('a build from a file of weights reports those that it lacks, or the first of another shape', async () => {
  const p = await project()
  const model = p.model()
  const path = p.path('given.safetensors')
  const refusal = async (tensors: Iterable<readonly [string, StoredTensor]>) => {
    p.host.writeAtomic(path, safetensorsPieces({ tensors: new Map(tensors), metadata: new Map() }))
    const request = { model, out: p.path('given'), weights: path, untrained: false, version: 'test' }
    return (await errorsOf(build(p.host, newReport(), request))).map(({ code, message }) => `${code} ${message}`)
  }
  const whole = [...startingWeights(model.graph, 1)].flatMap(([name, tensor]) =>
    tensor.dtype === 'float32' ? [[name, tensor] as const] : [],
  )
  const [[first, tensor], ...others] = [whole[0]!, ...whole.slice(1)]
  const flat = { ...tensor, dims: [1, ...tensor.dims] }
  expect(await refusal(others)).toEqual([`CTR7004 ${path} lacks 1 of the model's weights: ${first}`])
  expect(await refusal([[first, flat], ...others])).toEqual([
    `CTR7005 '${first}' is float32 [${flat.dims.join(', ')}] in ${path}, the model expects float32 [${tensor.dims.join(', ')}]`,
  ])
  expect(p.host.exists(p.path('given'))).toBe(false)
})

test('a build without weights names what the spec fits, and needs none where it fits nothing', async () => {
  const p = await project()
  const toFit = async (...edits: readonly ((text: string) => string)[]) => {
    p.change((text) => edits.reduce((edited, edit) => edit(edited), text))
    const request = { model: p.model(), out: p.path('unfitted'), untrained: false, version: 'test' }
    const [error] = await errorsOf(build(p.host, newReport(), request))
    return /^'m' has (.*) to fit:/.exec(error?.message ?? '')?.[1]
  }
  const noTraining = (text: string) => text.slice(0, text.indexOf('train m {'))
  const noCalibration = (text: string) => text.replace(/ *calibrate .*\n/, '')
  const noVocabulary = (text: string) => text.replace('vocabulary(8)', 'hash(8)')
  expect(await toFit()).toBe('vocabularies (countries) and calibrators (click) and weights')
  expect(await toFit(noVocabulary)).toBe('calibrators (click) and weights')
  expect(await toFit(noVocabulary, noCalibration)).toBe('weights')
  expect(await toFit(noTraining)).toBe('vocabularies (countries) and calibrators (click)')
  expect(await toFit(noTraining, noVocabulary)).toBe('calibrators (click)')
  expect(p.host.exists(p.path('unfitted'))).toBe(false)

  p.change((text) => noTraining(noCalibration(noVocabulary(text))))
  await build(p.host, newReport(), { model: p.model(), out: p.path('unfitted'), untrained: false, version: 'test' })
  expect(p.host.exists(p.path('unfitted/serving/home'))).toBe(true)
})

describe('weights from a file, of a spec that fits vocabularies and calibrators', async () => {
  const p = await project((text) =>
    text
      .replace('epochs: 3', 'epochs: 1')
      .replace('on home, search', 'on search')
      .replace(/surface home\n/, '')
      .replace('1: home, ', '')
      .replace(/tower home of m \{[^}]*\}/, ''),
  )
  await p.train('run')
  await reported((report) => calibrateRun({ host: p.host, report, folder: p.path('run') }))
  await reported((report) => exportRun(p.host, report, { run: p.path('run'), out: p.path('out'), version: 'test' }))
  const checkpoint = p.path('out/serving/search/checkpoint.safetensors')
  const builtFrom = (weights: string, more: Partial<BuildRequest> = {}) => {
    const request = { model: p.model(), out: p.path('built'), weights, untrained: false, version: 'test', ...more }
    return reported((report) => build(p.host, report, request))
  }
  const manifestOf = (out: string) => JSON.parse(p.host.readText(p.path(out, 'serving/search/manifest.json'))!)

  test("are an export's, with its words and calibrators: the same graph", async () => {
    const { diagnostics } = await builtFrom(checkpoint)
    expect(diagnostics).toEqual([])
    expect(manifestOf('built').digests).toEqual(manifestOf('out').digests)
    for (const name of ['1/model.onnx', 'manifest.json'])
      expect(p.host.readBytes(p.path('built/serving/search', name))).toEqual(
        p.host.readBytes(p.path('out/serving/search', name)),
      )
  })

  test("are refused where they are a run's checkpoint, which has neither", async () => {
    const { diagnostics } = await builtFrom(p.path('run/checkpoints/best.safetensors'))
    expect(diagnostics.map(({ code }) => code)).toEqual(['CTR7022'])
    expect(diagnostics[0]?.message).toContain(
      "the vocabulary of table 'countries', the calibrator of click on search.results, the calibrator of click on search.guided",
    )
    const { diagnostics: none } = await builtFrom(p.path('run/checkpoints/best.safetensors'), { untrained: true })
    expect(none).toEqual([])
  })

  test('are refused where the file was changed, or words or calibrators are not those of the spec', async () => {
    const { tensors, metadata } = weightsIn(checkpoint)
    const refusal = async (tensorsOf: typeof tensors, words?: object) => {
      const stored = new Map([
        ...metadata,
        ...(words === undefined ? [] : [['vocabularies', JSON.stringify(words)] as const]),
      ])
      const path = p.path('given.safetensors')
      p.host.writeAtomic(
        path,
        safetensorsPieces({ tensors: tensorsOf, metadata: new Map([...stored].filter(([name]) => name !== 'digest')) }),
      )
      return (await builtFrom(path)).diagnostics.map(({ code, message }) => `${code} ${message}`)
    }
    expect(await refusal(tensors, { countries: ['US', 'US'] })).toEqual([
      expect.stringContaining("'US' is in it twice"),
    ])
    expect(await refusal(tensors, { countries: [7] })).toEqual([
      expect.stringContaining("'countries.0' is 7, expected string"),
    ])
    const name = 'calibration.click.search.guided'
    const others = new Map([...tensors, [name, { dtype: 'float32', dims: [1], data: Float32Array.of(1) } as const]])
    expect(await refusal(others)).toEqual([
      expect.stringContaining(`'${name}' is float32 [1], of platt it is float32 [2]`),
    ])
    const bytes = p.host.readBytes(checkpoint)!.slice()
    bytes[bytes.length - 1]! ^= 1
    p.host.writeAtomic(p.path('flipped.safetensors'), bytes)
    expect((await builtFrom(p.path('flipped.safetensors'))).diagnostics.map(({ code }) => code)).toEqual(['CTR7010'])
  })
})

test("a surface is built from its own export's checkpoint, without the other surfaces' weights", async () => {
  const p = await project((text) => text.replace('epochs: 3', 'epochs: 1'))
  await p.train('run')
  await reported((report) => calibrateRun({ host: p.host, report, folder: p.path('run') }))
  await reported((report) => exportRun(p.host, report, { run: p.path('run'), out: p.path('out'), version: 'test' }))
  for (const surface of ['home', 'search']) {
    const weights = p.path('out/serving', surface, 'checkpoint.safetensors')
    const request = { model: p.model(), out: p.path('built'), weights, surface, untrained: false, version: 'test' }
    expect((await reported((report) => build(p.host, report, request))).diagnostics).toEqual([])
    const manifestIn = (out: string) => p.host.readText(p.path(out, 'serving', surface, 'manifest.json'))
    expect(manifestIn('built')).toBe(manifestIn('out'))
  }
})

test('a build from a run of another spec is refused, however little differs', async () => {
  const p = await project((text) => text.replace('epochs: 3', 'epochs: 1'))
  await p.train('run')
  const refusal = async (edit: (text: string) => string) => {
    p.change((text) => edit(text.replace('epochs: 3', 'epochs: 1')))
    const request = { out: p.path('built'), from: p.path('run'), untrained: false, version: 'test' }
    const found = await reported((report) => build(p.host, report, { ...request, model: p.model() }))
    return found.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)
  }
  expect(await refusal((text) => text.replace('units: [4]', 'units: [5]'))).toEqual(['CTR5003'])
  expect(await refusal((text) => text.replace('x : float default 0', 'x : float default 1'))).toEqual(['CTR5003'])
  expect(await refusal((text) => text.replace('vocabulary(8)', 'vocabulary(9)'))).toEqual(['CTR5003'])
  expect(await refusal((text) => text.replace('epochs: 1', 'epochs: 2'))).toEqual([])
})
