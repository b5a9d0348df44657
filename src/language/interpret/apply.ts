import { isMismatch } from '../../graph/define-op.ts'
import type { OpAttributes, OpKind } from '../../graph/graph.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import { opType } from '../../graph/typed-op.ts'
import { levelRows, noRows, type Rows, type ValueType } from '../../graph/types.ts'
import { checkFloat32 } from './float32.ts'
import type { Interpreter } from './interpreter.ts'
import { reportMismatch } from './mismatch.ts'
import type { OpSite } from './site.ts'
import { Sources } from './sources.ts'
import { type Poison, poison, type Tensor } from './values.ts'

export const typeOf = (tensor: Tensor): ValueType => ({ dtype: 'float32', shape: tensor.shape, rows: tensor.rows })

/** True where no row of what runs here has the value: it has a type and no op. */
export const isAbsent = (rows: Rows): boolean => rows.kind === 'level' && rows.surfaces.isEmpty

/**
 * Emits an op on float tensors: brings operands to common rows (surfaces intersect, the level is the coarsest below all),
 * infers the type, and reports at `site` where they do not fit.
 */
export function apply<K extends OpKind>(
  interpreter: Interpreter,
  kind: K,
  inputs: readonly Tensor[],
  attributes: OpAttributes[K],
  site: OpSite,
): Tensor | Poison {
  const aligned = align(interpreter, inputs, site)
  if (aligned === undefined) return poison
  const type = opType(kind, aligned.map(typeOf), attributes)
  if (isMismatch(type)) {
    reportMismatch(interpreter, kind, type, aligned, site)
    return poison
  }
  return emitOp(interpreter, kind, aligned, attributes, type, site)
}

/** Emits an op whose type is known to fit. */
export function emitOp<K extends OpKind>(
  interpreter: Interpreter,
  kind: K,
  inputs: readonly Tensor[],
  attributes: OpAttributes[K],
  type: ValueType,
  site: OpSite,
): Tensor {
  const handle = isAbsent(type.rows)
    ? ''
    : interpreter.sink.op(
        kind,
        inputs.map((input) => input.handle),
        attributes,
        type,
        site.path,
        site.span,
      )
  return {
    kind: 'tensor',
    handle,
    shape: type.shape,
    rows: type.rows,
    sources: Sources.merged(inputs.map((input) => input.sources)),
  }
}

/** A row-free constant; one number fills the shape. */
export function constant(
  interpreter: Interpreter,
  data: readonly number[],
  shape: readonly number[],
  site: OpSite,
): Tensor {
  const type: ValueType = { dtype: 'float32', shape, rows: noRows }
  for (const value of data) checkFloat32(interpreter, value, site.span)
  return {
    kind: 'tensor',
    handle: interpreter.sink.op('constant', [], { data }, type, site.path, site.span),
    shape,
    rows: noRows,
    sources: Sources.none,
  }
}

function align(interpreter: Interpreter, inputs: readonly Tensor[], site: OpSite): readonly Tensor[] | undefined {
  let surfaces: SurfaceSet | undefined
  let level: string | undefined
  for (const { rows } of inputs) {
    if (rows.kind !== 'level') continue
    const both: SurfaceSet = surfaces === undefined ? rows.surfaces : surfaces.intersect(rows.surfaces)
    if (both.isEmpty && surfaces !== undefined && !surfaces.isEmpty && !rows.surfaces.isEmpty) {
      const related = originsOf(inputs)
      interpreter.report('CTR2002', site.span, { left: surfaces, right: rows.surfaces }, { related })
      return undefined
    }
    surfaces = both
    level = level === undefined ? rows.level : interpreter.program.levels.meet(level, rows.level)
    if (level === undefined) return undefined // the level order's own error (resolve)
  }
  if (surfaces === undefined || level === undefined) return inputs
  const commonSurfaces = surfaces
  const commonLevel = level
  return inputs.map((input) =>
    spread(interpreter, restrict(interpreter, input, commonSurfaces, site), commonLevel, site),
  )
}

/** What a value is, whatever its rows. */
const meaningOf = ({ origin, isProbability }: Tensor): Partial<Tensor> => ({
  ...(origin === undefined ? {} : { origin }),
  ...(isProbability === undefined ? {} : { isProbability }),
})

/** The value on fewer surfaces. */
export function restrict(interpreter: Interpreter, value: Tensor, surfaces: SurfaceSet, site: OpSite): Tensor {
  const { rows } = value
  if (rows.kind !== 'level' || rows.surfaces.isSubsetOf(surfaces)) return value
  const kept = rows.surfaces.intersect(surfaces)
  const type: ValueType = { dtype: 'float32', shape: value.shape, rows: levelRows(rows.level, kept) }
  const restricted = emitOp(interpreter, 'restrict', [value], { surfaces: kept }, type, site)
  return { ...restricted, ...meaningOf(value) }
}

/** The value at a finer level. */
export function spread(interpreter: Interpreter, value: Tensor, level: string, site: OpSite): Tensor {
  const { rows } = value
  if (rows.kind !== 'level' || rows.level === level) return value
  const type: ValueType = { dtype: 'float32', shape: value.shape, rows: levelRows(level, rows.surfaces) }
  const finer = emitOp(interpreter, 'spread', [value], { level }, type, site)
  return { ...finer, ...meaningOf(value) }
}

/** The value on rows that are no wider and no coarser than its own. */
export function toRows(interpreter: Interpreter, value: Tensor, rows: Rows, site: OpSite): Tensor {
  if (rows.kind !== 'level') return value
  return spread(interpreter, restrict(interpreter, value, rows.surfaces, site), rows.level, site)
}

function originsOf(inputs: readonly Tensor[]) {
  return Sources.merged(inputs.map((input) => input.sources))
    .all.filter((source) => source.surfaces !== undefined)
    .map((source) => ({ message: `'${source.feature}' exists only on ${source.surfaces}`, span: source.declared }))
}
