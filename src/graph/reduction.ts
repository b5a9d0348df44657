import { demandDtype } from './broadcast.ts'
import type { TypeMismatch } from './define-op.ts'
import type { ReferenceTensor } from './reference.ts'
import { showShape, sizeOf, type ValueType } from './types.ts'

/** The type of a reduction: x without `axes`, which ascend. */
export function reducedType(x: ValueType, axes: readonly number[]): ValueType | TypeMismatch {
  const legal = axes.every((axis, i) => axis >= (i === 0 ? 0 : axes[i - 1]! + 1) && axis < x.shape.length)
  if (!legal)
    return { mismatch: 'axis', found: `axes ${showShape(axes)}`, expected: `ascending axes of ${showShape(x.shape)}` }
  return demandDtype([x], 'float32') ?? { ...x, shape: x.shape.filter((_, axis) => !axes.includes(axis)) }
}

/** Reduces along `axes` with `f`, from `start`. */
export function reduceAxes(
  x: ReferenceTensor,
  axes: readonly number[],
  type: ValueType,
  start: number,
  f: (sum: number, value: number) => number,
): ReferenceTensor {
  const { shape } = x.type
  const size = sizeOf(shape)
  const kept = sizeOf(type.shape)
  const target = new Int32Array(size)
  for (let i = 0; i < size; i++) {
    let rest = i
    let stride = 1
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = shape[axis]!
      if (!axes.includes(axis)) {
        target[i]! += (rest % length) * stride
        stride *= length
      }
      rest = Math.floor(rest / length)
    }
  }
  const data = new Float64Array(x.rows * kept).fill(start)
  for (let row = 0; row < x.rows; row++)
    for (let i = 0; i < size; i++) {
      const to = row * kept + target[i]!
      data[to] = f(data[to]!, x.data[row * size + i]!)
    }
  return { type, rows: x.rows, data }
}
