import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { emitTfjs, tfjsFileNames } from '../../../src/emit/tfjs/emit-tfjs.ts'
import { algebra } from '../../../src/graph/algebra.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import { SurfaceSet } from '../../../src/graph/surfaces.ts'
import { trainingLoss } from '../../../src/passes/training-loss.ts'
import { free, levels, perPin, perRow, surfaces } from './small-batch.ts'

/** A table, a parameter, dropout and two surfaces' logits of one task. */
function graph() {
  const builder = createBuilder({ levels, surfaces })
  const g = algebra(builder.scope('trunk.hidden'))
  const row = { kind: 'row', table: 'pins' } as const
  const pin = g.lookup(
    g.input({ kind: 'table', table: 'pins' }, perPin(2)),
    g.input({ kind: 'encoded', feature: 'pin_id', as: row }, { ...perRow(), dtype: 'int32' }),
  )
  const mask = g.input({ kind: 'dropout', path: 'trunk.hidden', rate: 0.5 }, perRow(2))
  const hidden = builder.scope('trunk.hidden').add('dropout', [pin, mask], { rate: 0.5 })
  const outputs = ['feed', 'search'].map((surface) => {
    const tower = algebra(builder.scope(`${surface}.click`))
    const w = tower.input({ kind: 'parameter', parameter: `${surface}.click.w` }, free(2, 1))
    const value = tower.reshape(tower.matmul(tower.restrict(hidden, SurfaceSet.of([surface])), w), [])
    return { kind: 'logit' as const, task: 'click', surface, value }
  })
  return trainingLoss(new Map()).run(
    builder.finish({
      name: 'small',
      outputs,
      parameters: ['feed', 'search'].map((surface) => ({
        name: `${surface}.click.w`,
        shape: [2, 1],
        initial: { kind: 'zeros' },
      })),
      tables: [{ name: 'pins', rule: { kind: 'hash', rows: 4 }, dim: 2, initial: { kind: 'zeros' } }],
    }),
  )
}

it('gives equal bytes for equal graphs', () => {
  expect(emitTfjs(graph(), { version: '1.0.0' })).toEqual(emitTfjs(graph(), { version: '1.0.0' }))
})

it('has one line an operation, under its path', () => {
  expect(emitTfjs(graph(), { version: '1.0.0' }).module).toContain(
    `
    // trunk.hidden
    const trunk_hidden_lookup = gatherRows(params['table/pins'], batch['row/pin_id/pins'])
    const trunk_hidden_dropout = dropout(trunk_hidden_lookup, batch['dropout/trunk.hidden'])
    // feed.click
    const feed_click_restrict = sliceRows(trunk_hidden_dropout, batch['offsets/candidate/feed+related+search'], 0, 1)
    const feed_click_matmul = matmul(feed_click_restrict, params['feed.click.w'])
    const feed_click_reshape = tf.reshape(feed_click_matmul, [-1])
`,
  )
})

const consumer = `
import type * as tfc from '@tensorflow/tfjs-core'
import { create, inputs, parameters, type Batch, type LabelledBatch, type Parameters } from './emitted/index.js'

declare const tf: typeof tfc
declare const labelled: LabelledBatch
declare const params: Parameters
const batch: Batch = { 'row/pin_id/pins': tf.tensor1d([0], 'int32'), 'offsets/candidate/feed+related+search': [0, 1, 1, 1] }
const model = create(tf)
const logit: tfc.Tensor = model.logits(params, batch)['logit/click/feed']
const gradient: tfc.Tensor = model.gradients(params, labelled).gradients['table/pins']
const { state, losses } = model.trainStep(model.initialState(params), labelled, { learningRate: 1e-3, tableLearningRate: 0.02 })
const click: tfc.Scalar = losses.click
const shape: readonly number[] = parameters['feed.click.w']
const dtype: 'float32' | 'int32' = inputs['dropout/trunk.hidden'].dtype
export const all = [logit, gradient, state.params['search.click.w'], click, shape, dtype]
// @ts-expect-error: labels are no part of what the logits read
labelled satisfies Batch & { 'label/click/feed+search': never }
// @ts-expect-error: a misspelt parameter
params['feed.click.v']
`

it('is checked by tsc: the declarations, a consumer of them, and the module itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ctrc-tfjs-types-'))
  const artifact = emitTfjs(graph(), { version: '1.0.0' })
  mkdirSync(join(folder, 'emitted'))
  mkdirSync(join(folder, 'script'))
  writeFileSync(join(folder, 'emitted', tfjsFileNames.types), artifact.types)
  writeFileSync(join(folder, 'script', tfjsFileNames.module), artifact.module)
  writeFileSync(join(folder, 'consumer.ts'), consumer)
  const modules = join(process.cwd(), 'node_modules')
  const options = { target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', noEmit: true, types: [] }
  /** Errors of tsc in the folder's own files: tfjs's declarations have some of their own. */
  const errors = (name: string, compilerOptions: object, files: readonly string[]): readonly string[] => {
    const config = join(folder, name)
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...options, ...compilerOptions }, files }))
    const { stdout } = spawnSync(process.execPath, [join(modules, 'typescript', 'bin', 'tsc'), '-p', config], {
      encoding: 'utf8',
    })
    return stdout.split('\n').filter((line) => /error TS/.test(line) && !line.includes('node_modules'))
  }
  const paths = { '@tensorflow/tfjs-core': [join(modules, '@tensorflow', 'tfjs-core')] }
  expect(errors('types.json', { strict: true, exactOptionalPropertyTypes: true, paths }, ['consumer.ts'])).toEqual([])
  expect(errors('script.json', { allowJs: true, checkJs: true, strict: false }, ['script/index.js'])).toEqual([])
  rmSync(folder, { recursive: true })
}, 60_000)
