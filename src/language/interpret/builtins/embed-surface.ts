import { SurfaceSet } from '../../../graph/surfaces.ts'
import { levelRows, type ValueType } from '../../../graph/types.ts'
import { viewsOfSurface } from '../../../model/surface.ts'
import { apply, emitOp } from '../apply.ts'
import type { Interpreter } from '../interpreter.ts'
import { joinSurfaces } from '../keyed.ts'
import type { OpSite } from '../site.ts'
import { Sources } from '../sources.ts'
import { poison, type Tensor, type Value } from '../values.ts'

const start = { kind: 'normal', deviation: 0.05 } as const

/** One trained vector per surface, each a parameter of its own name, so that a surface's graph holds its own alone. */
export function embedSurface(interpreter: Interpreter, dim: number, site: OpSite): Value {
  const entries = site.scope.surfaces.names.map((surface) => ({
    surface,
    tensor: interpreter.parameter(`${site.path}.surface.${surface}`, [dim], start, site),
  }))
  return joinSurfaces(interpreter, entries, site)
}

/** One trained vector per view type; a surface of one view type needs no `view`. */
export function embedView(interpreter: Interpreter, dim: number, site: OpSite): Value {
  const entries: { readonly surface: string; readonly tensor: Tensor }[] = []
  for (const surface of site.scope.surfaces) {
    const views = viewsOfSurface(interpreter.program.surfaces, surface)
    const tensor = viewsOf(interpreter, surface, views, dim, site)
    if (tensor === undefined) return poison
    entries.push({ surface, tensor })
  }
  return joinSurfaces(interpreter, entries, site)
}

function viewsOf(
  interpreter: Interpreter,
  surface: string,
  views: readonly string[],
  dim: number,
  site: OpSite,
): Tensor | undefined {
  const rows: Tensor[] = []
  for (const view of views) {
    const row = interpreter.parameter(`${site.path}.view.${surface}.${view}`, [dim], start, site)
    if (views.length === 1) return row
    const layer = apply(interpreter, 'reshape', [row], { shape: [1, dim] }, site)
    if (layer.kind === 'poison') return undefined
    rows.push(layer)
  }
  // An unknown view type reads the row past the last, which is not a number: its score has a status instead.
  const unknown = interpreter.sink.op(
    'constant',
    [],
    { data: [Number.NaN] },
    { dtype: 'float32', shape: [1, dim], rows: { kind: 'none' } },
    site.path,
    site.span,
  )
  const last: Tensor = {
    kind: 'tensor',
    handle: unknown,
    shape: [1, dim],
    rows: { kind: 'none' },
    sources: Sources.none,
  }
  const table = apply(interpreter, 'concat', [...rows, last], { axis: 0 }, site)
  if (table.kind === 'poison') return undefined
  return emitOp(
    interpreter,
    'lookup',
    [table, viewIndex(interpreter, surface, views, site)],
    {},
    {
      dtype: 'float32',
      shape: [dim],
      rows: levelRows(interpreter.program.levels.row, SurfaceSet.of([surface])),
    },
    site,
  )
}

/** Positions among a surface's views. `view` comes in once for all rows, so a position is found on all and kept where it has a meaning. */
function viewIndex(interpreter: Interpreter, surface: string, views: readonly string[], site: OpSite): Tensor {
  const level = interpreter.program.levels.row
  const all: ValueType = { dtype: 'int32', shape: [], rows: levelRows(level, interpreter.surfaces) }
  const own: ValueType = { ...all, rows: levelRows(level, SurfaceSet.of([surface])) }
  const { sink } = interpreter
  const raw = sink.input(
    { port: { kind: 'feature', feature: 'view', part: 'value' } },
    { ...all, dtype: 'string' },
    site.span,
  )
  const everywhere = sink.op('view_index', [raw], { views }, all, site.path, site.span)
  const handle =
    interpreter.surfaces.size === 1
      ? everywhere
      : sink.op('restrict', [everywhere], { surfaces: SurfaceSet.of([surface]) }, own, site.path, site.span)
  return { kind: 'tensor', handle, shape: [], rows: own.rows, sources: Sources.none }
}
