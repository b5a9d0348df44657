import type { Algebra, PlainKind } from './algebra.ts'
import { broadcastTypes } from './broadcast.ts'
import { defineOp, type GradientContext, type OpDefinition, type OpTraits } from './define-op.ts'
import type { OpOf } from './graph.ts'
import type { ReferenceTensor } from './reference.ts'
import { sumTo } from './sum-to.ts'
import { sizeOf, type ValueType } from './types.ts'

/** Rows of an op's result: those of its operands with rows; 1 where all are row-free. */
export const rowCount = (inputs: readonly ReferenceTensor[]): number =>
  inputs.find((input) => input.type.rows.kind !== 'none')?.rows ?? 1

/** Reads a broadcast operand: element `i` of the flattened result row `row`. */
export function reader(input: ReferenceTensor): (row: number, i: number) => number {
  const size = sizeOf(input.type.shape)
  const stride = input.type.rows.kind === 'none' ? 0 : size
  const { data } = input
  return (row, i) => data[row * stride + (i % size)]!
}

/** Applies a function of numbers element by element, broadcasting as `broadcast.ts` defines. */
export function mapElements(
  inputs: readonly ReferenceTensor[],
  type: ValueType,
  f: (...operands: number[]) => number,
): ReferenceTensor {
  const rows = rowCount(inputs)
  const size = sizeOf(type.shape)
  const read = inputs.map(reader)
  const data = new Float64Array(rows * size)
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < size; i++) data[row * size + i] = f(...read.map((operand) => operand(row, i)))
  return { type, rows, data }
}

const onePerElement = (_: readonly ValueType[], output: ValueType) => ({ multiplyAdds: sizeOf(output.shape) })

/** Traits that an elementwise op may state. `callable`: the built-in's name, where that is not the op's own kind. */
interface ElementwiseTraits {
  readonly callable?: true | string
  readonly commutative?: true
  readonly differentiable?: readonly number[]
}

const traits = (
  kind: PlainKind,
  elementwise: OpTraits['elementwise'],
  operands: readonly string[],
  { callable, ...stated }: ElementwiseTraits,
): Partial<OpTraits> => ({
  elementwise,
  callable: callable === undefined ? undefined : { name: callable === true ? kind : callable, kind, operands },
  ...stated,
})

/** y = f(x), x: [...] -> [...]. `derivative` gives dx, of x's type. */
export const unaryOp = <K extends PlainKind>(
  kind: K,
  f: (x: number) => number,
  gradient: ((context: GradientContext<K> & { readonly x: string }, g: Algebra) => string | undefined) | 'none',
  stated: ElementwiseTraits = {},
): OpDefinition<K> =>
  defineOp<K>(kind, {
    ...traits(kind, f, ['x'], stated),
    type: (inputs) => broadcastTypes(inputs),
    cost: onePerElement,
    gradient: gradient === 'none' ? 'none' : (context, g) => [gradient({ ...context, x: context.inputs[0]! }, g)],
    evaluate: (inputs, op: OpOf<K>) => mapElements(inputs, op.type, f),
  })

/**
 * y = f(a, b) with a and b broadcast. `gradient` gives both gradients in the *result's* shape and rows; they are summed
 * down to the operands' own types here.
 */
export const binaryOp = <K extends PlainKind>(
  kind: K,
  f: (a: number, b: number) => number,
  gradient: (
    context: GradientContext<K> & { readonly a: string; readonly b: string },
    g: Algebra,
  ) => readonly [string | undefined, string | undefined],
  stated: ElementwiseTraits = {},
): OpDefinition<K> =>
  defineOp<K>(kind, {
    ...traits(kind, f, ['a', 'b'], stated),
    type: (inputs) => broadcastTypes(inputs),
    cost: onePerElement,
    gradient: (context, g) => {
      const [a, b] = [context.inputs[0]!, context.inputs[1]!]
      return gradient({ ...context, a, b }, g).map((wide, i) => wide && sumTo(g, wide, g.typeOf(context.inputs[i]!)))
    },
    evaluate: (inputs, op: OpOf<K>) => mapElements(inputs, op.type, f),
  })

/** y = 1 where a comparison of a and b holds, else 0, with a and b broadcast. It is flat but for its jumps: nothing flows back. */
export const comparisonOp = <K extends PlainKind>(
  kind: K,
  holds: (a: number, b: number) => boolean,
): OpDefinition<K> => {
  const flag = (a: number, b: number): number => (holds(a, b) ? 1 : 0)
  return defineOp<K>(kind, {
    elementwise: flag,
    type: (inputs) => broadcastTypes(inputs),
    cost: onePerElement,
    gradient: 'none',
    evaluate: (inputs, op: OpOf<K>) => mapElements(inputs, op.type, flag),
  })
}
