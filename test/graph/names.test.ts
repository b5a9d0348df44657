import { expect, it } from 'vitest'
import { isOutput, type Output, outputName } from '../../src/graph/outputs.ts'
import { type Port, portName } from '../../src/graph/ports.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'

const surfaces = SurfaceSet.of(['search', 'home_feed'])
const stack = { name: 'dim8', tables: ['pins', 'terms'] }
const rowsOf = (...features: readonly (readonly [feature: string, table: string])[]): Port => ({
  kind: 'encoded_rows',
  stack,
  features: features.map(([feature, table]) => ({ feature, table, size: 1 })),
})

// Names are in every artifact: another name is another file format.
it.each<readonly [string, Port]>([
  ['age', { kind: 'feature', feature: 'age', part: 'value' }],
  ['pins.length', { kind: 'feature', feature: 'pins', part: 'length' }],
  ['row/pin/pins', { kind: 'encoded', feature: 'pin', as: { kind: 'row', table: 'pins' } }],
  ['number/age', { kind: 'encoded', feature: 'age', as: { kind: 'number' } }],
  ['missing/age', { kind: 'encoded', feature: 'age', as: { kind: 'missing' } }],
  ['mask/pins', { kind: 'encoded', feature: 'pins', as: { kind: 'mask' } }],
  ['view/grid+list', { kind: 'encoded', feature: 'view', as: { kind: 'view', views: ['grid', 'list'] } }],
  ['rows/dim8/pin/pins+1', rowsOf(['pin', 'pins'], ['term', 'terms'])],
  ['rows/dim8/pin+0', rowsOf(['pin', 'dim8'])],
  ['trunk.w', { kind: 'parameter', parameter: 'trunk.w' }],
  ['table/pins', { kind: 'table', table: 'pins' }],
  ['state/table/pins/momentum', { kind: 'state', of: 'table', name: 'pins', slot: 'momentum' }],
  ['gradient/parameter/trunk.w', { kind: 'gradient', of: 'parameter', name: 'trunk.w' }],
  ['label/click/home_feed+search', { kind: 'label', task: 'click', surfaces }],
  ['weight/click/home_feed+search', { kind: 'weight', task: 'click', surfaces }],
  ['weight_sum/click', { kind: 'weight_sum', task: 'click' }],
  ['dropout/trunk.h', { kind: 'dropout', path: 'trunk.h', rate: 0.5 }],
  ['hyper/learning_rate', { kind: 'hyper', name: 'learning_rate' }],
  ['index/user/ad/home_feed+search', { kind: 'index', from: 'user', to: 'ad', surfaces }],
  ['offsets/user/home_feed+search', { kind: 'offsets', level: 'user', surfaces }],
  ['group_rows/user/home_feed+search', { kind: 'group_rows', level: 'user', surfaces }],
])('a port is named %s', (name, port) => {
  expect(portName(port)).toBe(name)
})

it('rows of no feature have no name', () => {
  expect(() => portName(rowsOf())).toThrow("rows of 'dim8' come in for no feature")
})

const table: Port = { kind: 'table', table: 'pins' }
it.each<readonly [string, Output]>([
  ['logit/click/search', { kind: 'logit', task: 'click', surface: 'search' }],
  ['click', { kind: 'probability', task: 'click' }],
  ['click.logit', { kind: 'task_logit', task: 'click' }],
  ['status', { kind: 'status' }],
  ['loss', { kind: 'loss' }],
  ['loss/click', { kind: 'task_loss', task: 'click' }],
  ['gradient/table/pins', { kind: 'gradient', of: table }],
  ['update/table/pins', { kind: 'update', of: table }],
  ['y', { kind: 'value', name: 'y' }],
])('an output is named %s', (name, output) => {
  expect(outputName(output)).toBe(name)
})

it('outputs are those of any of the kinds that are named', () => {
  const click = { kind: 'task_loss', task: 'click' } as const
  const outputs: readonly Output[] = [{ kind: 'loss' }, { kind: 'status' }, click]
  expect(outputs.filter(isOutput('loss', 'task_loss'))).toEqual([{ kind: 'loss' }, click])
  expect(outputs.filter(isOutput('update', 'gradient'))).toEqual([])
})
