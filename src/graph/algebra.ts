import { compareText } from '../diagnostics/text-order.ts'
import type { GraphBuilder } from './builder.ts'
import type { OpAttributes, OpKind } from './graph.ts'
import type { Port } from './ports.ts'
import { resultName } from './results.ts'
import type { SurfaceSet } from './surfaces.ts'
import { noRows, type Shape, sameShape, type ValueType } from './types.ts'

/** Kinds whose ops carry nothing beside their inputs. */
export type PlainKind = { [K in OpKind]: Record<never, never> extends OpAttributes[K] ? K : never }[OpKind]

/**
 * Expressions over a builder: `g.mul(dy, g.sigmoid(x))`. Gradients and passes are written in it; each call appends one op
 * and gives its value's name. What would change nothing (a reshape to the same shape) appends none.
 */
export function algebra(builder: GraphBuilder) {
  const plain = (kind: PlainKind, ...inputs: readonly string[]): string => builder.add(kind, inputs, {})
  return {
    builder,
    typeOf: (value: string): ValueType => builder.typeOf(value),
    shapeOf: (value: string): Shape => builder.typeOf(value).shape,

    /** Row-free; one number fills the shape. */
    constant: (data: number | readonly number[], shape: Shape = []): string =>
      builder.add(
        'constant',
        [],
        { data: typeof data === 'number' ? [data] : data },
        { dtype: 'float32', shape, rows: noRows },
      ),
    input: (port: Port, type: ValueType): string => builder.add('input', [], { port }, type),

    add: (a: string, b: string) => plain('add', a, b),
    sub: (a: string, b: string) => plain('sub', a, b),
    mul: (a: string, b: string) => plain('mul', a, b),
    div: (a: string, b: string) => plain('div', a, b),
    maximum: (a: string, b: string) => plain('maximum', a, b),
    exp: (x: string) => plain('exp', x),
    log: (x: string) => plain('log', x),
    log1p: (x: string) => plain('log1p', x),
    sqrt: (x: string) => plain('sqrt', x),
    pow: (x: string, exponent: number) => builder.add('pow', [x], { exponent }),
    abs: (x: string) => plain('abs', x),
    tanh: (x: string) => plain('tanh', x),
    relu: (x: string) => plain('relu', x),
    gelu: (x: string) => plain('gelu', x),
    sigmoid: (x: string) => plain('sigmoid', x),
    softplus: (x: string) => plain('softplus', x),
    where: (condition: string, a: string, b: string) => plain('where', condition, a, b),
    softmax: (x: string) => plain('softmax', x),
    matmul: (a: string, b: string) => plain('matmul', a, b),
    lookup: (table: string, index: string) => plain('lookup', table, index),
    total: (x: string) => plain('total', x),
    contract: (x: string, dy: string) => plain('contract', x, dy),
    positive: (x: string) => plain('positive', x),
    erf: (x: string) => plain('erf', x),

    /** x times a number. */
    scale: (x: string, factor: number): string =>
      plain('mul', x, builder.add('constant', [], { data: [factor] }, { dtype: 'float32', shape: [], rows: noRows })),

    sum: (x: string, axes: readonly number[]) => (axes.length === 0 ? x : builder.add('sum', [x], { axes })),
    mean: (x: string, axes: readonly number[]) => (axes.length === 0 ? x : builder.add('mean', [x], { axes })),
    max: (x: string, axis: number) => builder.add('max', [x], { axis }),
    firstMax: (x: string, maximum: string, axis: number) => builder.add('first_max', [x, maximum], { axis }),

    concat: (parts: readonly string[], axis: number) =>
      parts.length === 1 ? parts[0]! : builder.add('concat', parts, { axis }),
    slice: (x: string, axis: number, start: number, end: number) => builder.add('slice', [x], { axis, start, end }),
    /** The pieces' values, in order. */
    split: (x: string, axis: number, sizes: readonly number[]): readonly string[] => {
      if (sizes.length === 1) return [x]
      const id = builder.add('split', [x], { axis, sizes })
      return sizes.map((_, position) => resultName(id, position))
    },
    reshape: (x: string, shape: Shape) =>
      sameShape(builder.typeOf(x).shape, shape) ? x : builder.add('reshape', [x], { shape }),
    transpose: (x: string, permutation: readonly number[]) =>
      permutation.every((from, to) => from === to) ? x : builder.add('transpose', [x], { permutation }),
    broadcast: (x: string, shape: Shape) =>
      sameShape(builder.typeOf(x).shape, shape) ? x : builder.add('broadcast', [x], { shape }),

    scatter: (index: string, dy: string, into: OpAttributes['scatter']['into']) =>
      builder.add('scatter', [index, dy], { into }),

    restrict: (x: string, surfaces: SurfaceSet): string => {
      const { rows } = builder.typeOf(x)
      return rows.kind === 'level' && rows.surfaces.equals(surfaces) ? x : builder.add('restrict', [x], { surfaces })
    },
    /** Parts in any order; they are sorted by key. */
    join: (level: string, parts: readonly (readonly [surfaces: SurfaceSet, value: string])[]): string => {
      const sorted = [...parts].sort(([a], [b]) => compareText(a.key, b.key))
      const [only] = sorted
      if (only && sorted.length === 1 && builder.typeOf(only[1]).rows.kind !== 'none') return only[1]
      return builder.add(
        'join',
        sorted.map(([, value]) => value),
        { level, parts: sorted.map(([surfaces]) => surfaces) },
      )
    },
    /** A row-free value stays as it is: it is the same for every row. */
    spread: (x: string, level: string): string => {
      const { rows } = builder.typeOf(x)
      return rows.kind !== 'level' || rows.level === level ? x : builder.add('spread', [x], { level })
    },
    collect: (x: string, level: string): string => {
      const { rows } = builder.typeOf(x)
      return rows.kind === 'level' && rows.level === level ? x : builder.add('collect', [x], { level })
    },
  }
}

export type Algebra = ReturnType<typeof algebra>
