import { describe, expect, test } from 'vitest'
import { emitOnnx } from '../../../src/emit/onnx/emit.ts'
import type { OnnxNode, OnnxTensor } from '../../../src/emit/onnx/model.ts'
import { withoutScaleChains } from '../../../src/emit/onnx/scale-chains.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import type { ValueType } from '../../../src/graph/types.ts'
import { openNative } from '../../../src/runtime/native.ts'
import { levels, row, surfaces, tables } from './cases.ts'

const node = (opType: string, inputs: readonly string[], output: string): OnnxNode => ({
  ...{ name: output, opType, domain: '', inputs, outputs: [output], attributes: {}, doc: '' },
})
const constant = (name: string, dims: readonly number[]): OnnxTensor => ({
  ...{ name, type: 'float32', dims, content: { kind: 'raw', bytes: new Uint8Array() } },
})
const readBy = (nodes: readonly OnnxNode[]): readonly string[] =>
  nodes.map(({ opType, inputs, outputs }) => `${outputs[0]} = ${opType}(${inputs.join(', ')})`)

describe('a product with a constant that reads another is kept apart from it', () => {
  const constants = [constant('half', []), constant('one', [1, 1]), constant('wide', [4])]

  test.each([
    ['two products', node('Mul', ['m', 'half'], 'y')],
    ['the constant first', node('Mul', ['one', 'm'], 'y')],
    ['a quotient', node('Div', ['m', 'half'], 'y')],
  ])('%s', (_, second) => {
    const found = withoutScaleChains([node('Mul', ['x', 'half'], 'm'), second], constants)
    expect(readBy(found)[1]).toBe('y:apart = Sum(m)')
    expect(found[2]!.inputs).toContain('y:apart')
    expect(found[2]!.inputs).not.toContain('m')
  })

  test('where the scalar is computed from constants', () => {
    const nodes = [node('Exp', ['half'], 'e'), node('Mul', ['x', 'e'], 'm'), node('Mul', ['m', 'e'], 'y')]
    expect(readBy(withoutScaleChains(nodes, constants))).toContain('y:apart = Sum(m)')
  })

  test.each([
    ['factors of several numbers', [node('Mul', ['x', 'wide'], 'm'), node('Mul', ['m', 'wide'], 'y')]],
    ['a quotient of a constant', [node('Div', ['half', 'x'], 'm'), node('Mul', ['m', 'half'], 'y')]],
    ['another op between', [node('Mul', ['x', 'half'], 'm'), node('Exp', ['m'], 'e'), node('Mul', ['e', 'half'], 'y')]],
  ])('but not %s', (_, nodes) => {
    expect(withoutScaleChains(nodes, constants)).toEqual(nodes)
  })
})

test('a chain of scales, each part of which is multiplied, loads in ONNX Runtime and gives the same', async () => {
  const builder = createBuilder({ levels, surfaces })
  const type: ValueType = { dtype: 'float32', shape: [1, 2], rows: row }
  const x = builder.add('input', [], { port: { kind: 'feature', feature: 'x', part: 'value' } }, type)
  const left = builder.add(
    'input',
    [],
    { port: { kind: 'feature', feature: 'left', part: 'value' } },
    { ...type, shape: [1, 1] },
  )
  const half = builder.add('constant', [], { data: [0.5] }, { dtype: 'float32', shape: [], rows: { kind: 'none' } })
  const once = builder.add('mul', [x, half], {})
  const twice = builder.add('mul', [once, half], {})
  const outputs = [once, twice].map((scale, i) => ({
    ...{ kind: 'value' as const, name: `y${i}`, value: builder.add('matmul', [left, scale], {}) },
  }))
  const graph = builder.finish({ name: 'chain', outputs, parameters: [], tables })
  const { bytes } = emitOnnx(graph, {
    name: 'chain',
    rows: { kind: 'plain' },
    weights: 'inputs',
    vocabularies: new Map(),
    external: false,
  })
  const session = await openNative(bytes, { threads: 1, optimize: true })
  const found = await session.run(
    new Map([
      ['x', { dtype: 'float32', dims: [2, 1, 2], data: Float32Array.of(1, 2, 3, 4) }],
      ['left', { dtype: 'float32', dims: [2, 1, 1], data: Float32Array.of(8, 16) }],
    ]),
  )
  await session.dispose()
  expect(Array.from(found.get('y0')!.data, Number)).toEqual([4, 8, 24, 32])
  expect(Array.from(found.get('y1')!.data, Number)).toEqual([2, 4, 12, 16])
})
