import { LevelOrder } from '../../../src/graph/levels.ts'
import type { RowEnvironment } from '../../../src/graph/reference.ts'
import { rowEnvironment } from '../../../src/graph/row-environment.ts'
import { SurfaceSet } from '../../../src/graph/surfaces.ts'
import { levelRows, noRows, type Shape, tableRows, type ValueType } from '../../../src/graph/types.ts'

export const levels = new LevelOrder([
  { name: 'user', by: ['user_id'], within: [] },
  { name: 'candidate', by: [], within: ['user'] },
])

export const surfaces = SurfaceSet.of(['feed', 'related', 'search'])

/** Users repeat within a surface and across surfaces; `related` lies between the others, so that sets without it are no slice. */
export const fullBatch: RowEnvironment = rowEnvironment(
  levels,
  [
    { surface: 'feed', groups: { user: 1 } },
    { surface: 'feed', groups: { user: 2 } },
    { surface: 'feed', groups: { user: 1 } },
    { surface: 'related', groups: { user: 1 } },
    { surface: 'related', groups: { user: 1 } },
    { surface: 'search', groups: { user: 3 } },
    { surface: 'search', groups: { user: 2 } },
    { surface: 'search', groups: { user: 3 } },
  ],
  new Map([['pins', 5]]),
)

/** No row of `search`: what a small batch of a rare surface looks like. */
const batchWithoutSearch: RowEnvironment = rowEnvironment(
  levels,
  [
    { surface: 'feed', groups: { user: 1 } },
    { surface: 'related', groups: { user: 1 } },
    { surface: 'related', groups: { user: 4 } },
  ],
  new Map([['pins', 5]]),
)

/** No row at all: what a tower sees whose surface is not in the batch. */
const emptyBatch: RowEnvironment = rowEnvironment(levels, [], new Map([['pins', 1]]))

export const batches = [
  ['a batch of every surface', fullBatch],
  ['a batch without search', batchWithoutSearch],
  ['a batch without rows', emptyBatch],
] as const

export const free = (...shape: Shape): ValueType => ({ dtype: 'float32', shape, rows: noRows })
export const perRow = (...shape: Shape): ValueType => ({
  dtype: 'float32',
  shape,
  rows: levelRows('candidate', surfaces),
})
export const perUser = (...shape: Shape): ValueType => ({ dtype: 'float32', shape, rows: levelRows('user', surfaces) })
export const perPin = (...shape: Shape): ValueType => ({ dtype: 'float32', shape, rows: tableRows('pins') })
export const on = (type: ValueType, ...names: string[]): ValueType =>
  type.rows.kind === 'level' ? { ...type, rows: levelRows(type.rows.level, SurfaceSet.of(names)) } : type

/** Rows that a value of this type has in a batch. */
export const rowsIn = (batch: RowEnvironment, { rows }: ValueType): number =>
  rows.kind === 'none'
    ? 1
    : rows.kind === 'table'
      ? batch.tableRows(rows.table)
      : batch.count(rows.level, rows.surfaces)
