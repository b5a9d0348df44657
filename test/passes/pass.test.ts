import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { usual } from '../../src/optimizers/chosen.ts'
import { attachCalibration } from '../../src/passes/attach-calibration.ts'
import { deriveFeatures } from '../../src/passes/derive-features.ts'
import { differentiate } from '../../src/passes/differentiate.ts'
import { encodeOnHost } from '../../src/passes/encode-on-host.ts'
import { optimize } from '../../src/passes/optimize.ts'
import type { Pass } from '../../src/passes/pass.ts'
import { evaluation, runPasses, servingOptimizations, trainingStep } from '../../src/passes/pipeline.ts'
import { prune } from '../../src/passes/prune.ts'
import { type ServedAs, serving } from '../../src/passes/serving.ts'
import { stackTables } from '../../src/passes/stack-tables.ts'
import { trainingLoss } from '../../src/passes/training-loss.ts'
import { at, on, World } from '../graph/world.ts'

/** Raw features of three surfaces and a dropout; no loss, no gradient, no update, no status: no property holds. */
function bare() {
  const world = new World(1)
  const raw = world.feed({ kind: 'feature', feature: 'x', part: 'value' }, 'float32', [], at('candidate'), () => 1)
  const x = world.builder.add('number', [raw], { sentinel: undefined, default: 0 })
  const port = { kind: 'dropout', path: 'x', rate: 0.5 } as const
  const kept = world.feed(port, 'float32', [], at('candidate'), () => 2)
  const value = world.g.restrict(world.builder.add('dropout', [x, kept], { rate: 0.5 }), on('search'))
  return world.graph([{ kind: 'logit', task: 'click', surface: 'search', value }])
}

const attach = attachCalibration(new Map([['search', ['default']]]), new Map())
const loss = trainingLoss(new Map())
const update = optimize(usual)
const nothing: ServedAs = { values: new Map(), rowOf: () => 0 }
const plain = serving(nothing)
const derive = deriveFeatures(new Map())
const all: readonly Pass[] = [
  ...[attach, derive, differentiate, encodeOnHost, loss, plain, prune(on('search')), stackTables, update],
  ...[...trainingStep({ taskWeights: new Map(), optimizers: usual }), ...evaluation(nothing), ...servingOptimizations],
]

test('a pass is called as its file is, so that --after finds it', () => {
  for (const { name } of all) expect(existsSync(`src/passes/${name}.ts`), `src/passes/${name}.ts`).toBe(true)
})

test.each([
  [attach, 'one-surface, no-dropout'],
  [derive, 'one-surface'],
  [differentiate, 'loss'],
  [stackTables, 'encoded'],
  [update, 'gradients'],
])('$name refuses a graph without what it needs', (pass, missing) => {
  expect(() => runPasses(bare(), [pass])).toThrow(`pass ${pass.name} requires ${missing}`)
})

test.each([
  [attach, 'calibrated'],
  [differentiate, 'gradients'],
  [encodeOnHost, 'encoded'],
  [loss, 'loss'],
  [plain, 'no-dropout'],
  [prune(on('search')), 'one-surface'],
  [update, 'updates'],
])('a $name that did nothing would be noticed', (pass, missing) => {
  const idle: Pass = { ...pass, requires: [], run: (graph) => graph }
  expect(() => runPasses(bare(), [idle])).toThrow(`pass ${pass.name} ensures ${missing}`)
})

test('a loss that no parameter reaches has no gradients, and is refused', () => {
  expect(() => runPasses(bare(), [loss, differentiate])).toThrow('pass differentiate ensures gradients')
})
