import type { SurfaceSet } from './surfaces.ts'

export type Dtype = 'float32' | 'int32' | 'int64' | 'string'

/** Dimensions per row: the batch axis is implicit and never in here. */
export type Shape = readonly number[]

/**
 * Which rows a value has along its implicit first axis.
 * `none`: one value (a parameter, a loss). `level`: one per group of that level among rows of these surfaces, ordered by
 * surface name, then by first occurrence. `table`: one per row of an embedding table (in training: per row touched by the batch).
 */
export type Rows =
  | { readonly kind: 'none' }
  | { readonly kind: 'level'; readonly level: string; readonly surfaces: SurfaceSet }
  | { readonly kind: 'table'; readonly table: string }

export interface ValueType {
  readonly dtype: Dtype
  readonly shape: Shape
  readonly rows: Rows
}

export const noRows: Rows = { kind: 'none' }

export const levelRows = (level: string, surfaces: SurfaceSet): Rows => ({ kind: 'level', level, surfaces })

export const tableRows = (table: string): Rows => ({ kind: 'table', table })

export function sameRows(a: Rows, b: Rows): boolean {
  switch (a.kind) {
    case 'none':
      return b.kind === 'none'
    case 'level':
      return b.kind === 'level' && a.level === b.level && a.surfaces.equals(b.surfaces)
    case 'table':
      return b.kind === 'table' && a.table === b.table
  }
}

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis])

/** Elements per row. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1)

export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`

export function showRows(rows: Rows): string {
  switch (rows.kind) {
    case 'none':
      return ''
    case 'level':
      return ` at ${rows.level} on ${rows.surfaces.key}`
    case 'table':
      return ` per row of ${rows.table}`
  }
}

/** `float32[64] at user on home_feed+search`: as `ctrc graph` prints it. */
export const showType = (type: ValueType): string => `${type.dtype}${showShape(type.shape)}${showRows(type.rows)}`
