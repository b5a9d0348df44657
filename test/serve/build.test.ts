import { expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { startingWeights } from '../../src/learn/train/initial-values.ts'
import { type StoredTensor, safetensorsPieces } from '../../src/runtime/safetensors.ts'
import { importTfjsModule } from '../../src/runtime/tfjs-module.ts'
import { build } from '../../src/serve/build.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { reported } from '../diagnostics/reported.ts'
import { project } from '../learn/train/project.ts'

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
