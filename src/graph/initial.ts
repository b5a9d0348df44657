import { zerosFor } from './allocate.ts'
import type { Initial, ParameterDeclaration, TableDeclaration } from './graph.ts'
import { RandomStream } from './random.ts'
import { type Shape, sizeOf } from './types.ts'

/** What a parameter starts as by default: matrices Glorot uniform, vectors and scalars zeros. */
export const usualInitial = (shape: Shape): Initial =>
  shape.length >= 2 ? { kind: 'glorot_uniform' } : { kind: 'zeros' }

/**
 * A parameter's initial value, row-major: from the seed and its name alone, so that no other parameter's coming or going changes it.
 */
export function initialParameter(seed: number, { name, shape, initial }: ParameterDeclaration): Float32Array {
  const values = zerosFor(name, sizeOf(shape))
  fill(values, initial, shape, RandomStream.of(seed, `parameter ${name}`))
  return values
}

/**
 * A table's initial rows [height, dim]. Each row comes from the seed, the table's name and the row's number: raising the table's
 * height changes no row that was there.
 */
export function initialTable(seed: number, { name, dim, initial }: TableDeclaration, height: number): Float32Array {
  const values = zerosFor(`table ${name}`, height * dim)
  const stream = RandomStream.of(seed, `table ${name}`)
  for (let row = 0; row < height; row++)
    fill(values.subarray(row * dim, (row + 1) * dim), initial, [dim], stream.at(row))
  return values
}

function fill(values: Float32Array, initial: Initial, shape: Shape, stream: RandomStream): void {
  switch (initial.kind) {
    case 'zeros':
      values.fill(0)
      return
    case 'ones':
      values.fill(1)
      return
    case 'constant':
      values.fill(initial.value)
      return
    case 'values':
      values.set(initial.values)
      return
    case 'normal':
      for (let i = 0; i < values.length; i++) values[i] = initial.deviation * stream.normal(i)
      return
    case 'glorot_uniform': {
      const limit = glorotLimit(shape)
      for (let i = 0; i < values.length; i++) values[i] = limit * (2 * stream.uniform(i) - 1)
    }
  }
}

/** sqrt(6 / (fan in + fan out)) of the last two dimensions; others count matrices. Glorot and Bengio 2010, eq. 16. */
export const glorotLimit = (shape: Shape): number => Math.sqrt(6 / ((shape.at(-2) ?? 1) + (shape.at(-1) ?? 1)))
