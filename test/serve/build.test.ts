import { expect, test } from 'vitest'
import { importTfjsModule } from '../../src/runtime/tfjs-module.ts'
import { build } from '../../src/serve/build.ts'
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
