import { describe, expect, it } from 'vitest'
import type { TypeMismatch } from '../../../src/graph/define-op.ts'
import type { OpAttributes, OpKind } from '../../../src/graph/graph.ts'
import { opType } from '../../../src/graph/typed-op.ts'
import {
  type Dtype,
  noRows,
  type Rows,
  type Shape,
  showType,
  tableRows,
  type ValueType,
} from '../../../src/graph/types.ts'
import { at, on } from '../world.ts'

const float = (shape: Shape, rows: Rows = noRows): ValueType => ({ dtype: 'float32', shape, rows })
const typed = (dtype: Dtype, shape: Shape, rows: Rows = noRows): ValueType => ({ dtype, shape, rows })

function rule<K extends OpKind>(kind: K, inputs: readonly ValueType[], attributes: OpAttributes[K]): string {
  const type = opType(kind, inputs, attributes)
  return 'mismatch' in type ? type.mismatch : showType(type)
}

describe('type rules', () => {
  const user = at('user')
  it('broadcast equal shapes, a scalar, and missing leading dimensions', () => {
    expect(rule('add', [float([2, 3], user), float([3])], {})).toBe(showType(float([2, 3], user)))
    expect(rule('mul', [float([]), float([2, 3], user)], {})).toBe(showType(float([2, 3], user)))
    expect(rule('where', [float([3]), float([]), float([2, 3], user)], {})).toBe(showType(float([2, 3], user)))
  })
  it('give the shapes of products, lookups and row ops', () => {
    expect(rule('matmul', [float([5, 3], user), float([3, 2])], {})).toBe(showType(float([5, 2], user)))
    expect(rule('matmul', [float([3]), float([3, 2], user)], {})).toBe(showType(float([2], user)))
    expect(rule('lookup', [float([8], tableRows('pins')), typed('int32', [4], user)], {})).toBe(
      showType(float([4, 8], user)),
    )
    expect(
      rule('join', [float([2], at('user', 'search')), float([2])], {
        level: 'user',
        parts: [on('search'), on('video')],
      }),
    ).toBe(showType(float([2], at('user', 'search', 'video'))))
    expect(
      rule('scatter', [typed('int32', [4], user), float([4, 8], user)], { into: { kind: 'table', table: 'pins' } }),
    ).toBe(showType(float([8], tableRows('pins'))))
  })
  it.each<readonly [string, TypeMismatch['mismatch'], () => string]>([
    ['size 1 does not stretch', 'shapes-differ', () => rule('add', [float([1, 3]), float([2, 3])], {})],
    ['rows of two levels', 'rows-differ', () => rule('add', [float([], user), float([], at('ad'))], {})],
    [
      'rows of two surface sets',
      'rows-differ',
      () => rule('add', [float([], user), float([], at('user', 'search'))], {}),
    ],
    ['words in arithmetic', 'dtype', () => rule('exp', [typed('string', [])], {})],
    ['inner sizes', 'inner-sizes-differ', () => rule('matmul', [float([96]), float([64, 32])], {})],
    ['a vector on the right', 'rank', () => rule('matmul', [float([3]), float([3])], {})],
    ['batches that differ', 'shapes-differ', () => rule('matmul', [float([2, 4, 3]), float([5, 3, 2])], {})],
    ['an axis too far', 'axis', () => rule('sum', [float([3])], { axes: [1] })],
    ['axes out of order', 'axis', () => rule('mean', [float([3, 3])], { axes: [1, 0] })],
    ['a slice past the end', 'axis', () => rule('slice', [float([3])], { axis: 0, start: 1, end: 4 })],
    ['a reshape of another size', 'shapes-differ', () => rule('reshape', [float([6])], { shape: [4] })],
    ['an axis twice', 'axis', () => rule('transpose', [float([2, 2])], { permutation: [0, 0] })],
    ['a broadcast of trailing dimensions', 'shapes-differ', () => rule('broadcast', [float([3])], { shape: [3, 2] })],
    ['concat of other shapes', 'shapes-differ', () => rule('concat', [float([2, 3]), float([3, 3])], { axis: 1 })],
    ['softmax of a scalar', 'rank', () => rule('softmax', [float([])], {})],
    ['lookup by floats', 'dtype', () => rule('lookup', [float([4, 2]), float([])], {})],
    [
      'restrict to what is not there',
      'rows-differ',
      () => rule('restrict', [float([], at('user', 'search'))], { surfaces: on('home_feed') }),
    ],
    [
      'parts that overlap',
      'rows-differ',
      () => rule('join', [float([]), float([])], { level: 'user', parts: [on('a'), on('a', 'b')] }),
    ],
    ['a row-free total', 'rows-differ', () => rule('total', [float([2])], {})],
    ['a mask of another shape', 'shapes-differ', () => rule('dropout', [float([2, 3]), float([3])], { rate: 0.5 })],
  ])('refuse %s', (_, mismatch, given) => {
    expect(given()).toBe(mismatch)
  })
})
