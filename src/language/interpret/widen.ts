import { compareText } from '../../diagnostics/text-order.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import { levelRows, type Shape, type ValueType } from '../../graph/types.ts'
import type { Feature } from '../program.ts'
import type { ElseExpression } from '../syntax/ast.ts'
import { apply, constant, emitOp, isAbsent } from './apply.ts'
import type { Interpreter } from './interpreter.ts'
import { asTensor } from './lift.ts'
import { at, type OpSite, type Site } from './site.ts'
import { Sources } from './sources.ts'
import { reportUnread } from './unread.ts'
import { type Poison, poison, type Sequence, type Tensor, type Value } from './values.ts'

/**
 * `e else zeros`, `e else learned`: e where it exists, a constant on the other surfaces that run here.
 * Of a sequence, `zeros` is the empty one and `learned` one learned step.
 */
export function widen(interpreter: Interpreter, expression: ElseExpression, site: Site): Value {
  const value = interpreter.evaluate(expression.value, site)
  const here = at(site, expression.span)
  if (value.kind === 'poison') return poison
  if (value.kind === 'keyed') {
    reportUnread(interpreter, value, site.scope, expression.value.span, expression.value.span)
    return poison
  }
  const tensor =
    value.kind === 'sequence' ? value.values : asTensor(interpreter, value, at(site, expression.value.span))
  if (tensor === undefined) return poison
  const { rows } = tensor
  const missing = rows.kind === 'level' ? site.scope.surfaces.without(rows.surfaces) : SurfaceSet.empty
  if (rows.kind !== 'level' || missing.isEmpty) {
    // A walk of one surface alone (a staged one) may have what the others lack, so only the whole model's walk reports it.
    if (site.scope.surfaces.size > 1) reportNeedless(interpreter, expression, site)
    return value
  }
  const path = `${site.path}.${limitingFeatures(tensor.sources, missing)}.learned`
  const parameterOf = (shape: Shape): Tensor => interpreter.parameter(path, shape, initial, here)
  return filled(
    interpreter,
    value.kind === 'sequence' ? value : tensor,
    missing,
    expression.otherwise,
    parameterOf,
    here,
  )
}

/**
 * What is read of a feature, widened as its declaration states. The learned constant is one for all uses, `features.<feature>.learned`; of
 * another table than the feature's own one for that table.
 */
export function widenDeclared<V extends Tensor | Sequence>(
  interpreter: Interpreter,
  { name, otherwise }: Feature,
  value: V,
  table: string | undefined,
  site: OpSite,
): V | Tensor | Sequence | Poison {
  const { rows } = value.kind === 'sequence' ? value.values : value
  const missing = rows.kind === 'level' ? site.scope.surfaces.without(rows.surfaces) : SurfaceSet.empty
  if (otherwise === undefined || missing.isEmpty) return value
  const path = ['features', name, ...(table === undefined ? [] : [table]), 'learned'].join('.')
  const parameterOf = (shape: Shape): Tensor => interpreter.sharedParameter(path, shape, initial, site)
  return filled(interpreter, value, missing, otherwise, parameterOf, site)
}

/** Numbers of a feature's own where it is missing: 1 where its surface lacks it. */
export const filledWithOnes = (interpreter: Interpreter, value: Tensor, site: OpSite): Tensor | Poison => {
  const { rows } = value
  const missing = rows.kind === 'level' ? site.scope.surfaces.without(rows.surfaces) : SurfaceSet.empty
  if (missing.isEmpty) return value
  return joinWith(interpreter, value, constant(interpreter, [1], value.shape, site), missing, site)
}

const initial = { kind: 'normal', deviation: 0.01 } as const

function filled(
  interpreter: Interpreter,
  value: Tensor | Sequence,
  missing: SurfaceSet,
  otherwise: 'zeros' | 'learned',
  parameterOf: (shape: Shape) => Tensor,
  here: OpSite,
): Tensor | Sequence | Poison {
  const tensor = value.kind === 'sequence' ? value.values : value
  const fill =
    otherwise === 'zeros'
      ? zeros(interpreter, tensor.shape, here)
      : learned(interpreter, value, tensor, parameterOf, here)
  if (fill === undefined) return poison
  const widened = joinWith(interpreter, tensor, fill, missing, here)
  if (value.kind !== 'sequence' || widened.kind === 'poison') return widened
  const mask = filledMask(interpreter, value.mask, missing, otherwise, here)
  return mask.kind === 'poison' ? poison : { ...value, values: widened, mask }
}

/** No step, or the one that is learned. */
function filledMask(
  interpreter: Interpreter,
  mask: Tensor,
  missing: SurfaceSet,
  otherwise: 'zeros' | 'learned',
  here: OpSite,
): Tensor | Poison {
  const first = otherwise === 'learned' ? 1 : 0
  const length = mask.shape[0] ?? 0
  const fill = constant(
    interpreter,
    Array.from({ length }, (_, i) => (i < first ? 1 : 0)),
    mask.shape,
    here,
  )
  return joinWith(interpreter, mask, fill, missing, here)
}

/** A record's mask, widened as its declaration states. */
export function widenedMask(
  interpreter: Interpreter,
  { otherwise }: Feature,
  mask: Tensor,
  site: OpSite,
): Tensor | Poison {
  const { rows } = mask
  const missing = rows.kind === 'level' ? site.scope.surfaces.without(rows.surfaces) : SurfaceSet.empty
  return otherwise === undefined || missing.isEmpty ? mask : filledMask(interpreter, mask, missing, otherwise, site)
}

function reportNeedless(interpreter: Interpreter, { span, value }: ElseExpression, site: Site): void {
  const text = interpreter.program.files.get(span.file)?.text.slice(value.span.end, span.end) ?? ''
  const word = text.lastIndexOf('else')
  const start = value.span.end + text.slice(0, word).trimEnd().length
  const fixes =
    word < 0
      ? []
      : [{ kind: 'remove' as const, title: "remove 'else'", edits: [{ span: { ...span, start }, text: '' }] }]
  interpreter.report('CTR2020', span, { place: site.scope.place }, { fixes })
}

const zeros = (interpreter: Interpreter, shape: Shape, site: OpSite): Tensor => constant(interpreter, [0], shape, site)

/** A trained constant of the value's shape; of a sequence the first step, the others zero. */
function learned(
  interpreter: Interpreter,
  value: Value,
  tensor: Tensor,
  parameterOf: (shape: Shape) => Tensor,
  site: OpSite,
): Tensor | undefined {
  if (value.kind !== 'sequence') return parameterOf(tensor.shape)
  const [length = 0, ...element] = tensor.shape
  const step = parameterOf([1, ...element])
  if (length === 1) return step
  const rest = zeros(interpreter, [length - 1, ...element], site)
  const whole: Tensor | Poison = apply(interpreter, 'concat', [step, rest], { axis: 0 }, site)
  return whole.kind === 'poison' ? undefined : whole
}

function joinWith(
  interpreter: Interpreter,
  value: Tensor,
  fill: Tensor,
  missing: SurfaceSet,
  site: OpSite,
): Tensor | Poison {
  const { rows } = value
  if (rows.kind !== 'level') return value
  const surfaces = rows.surfaces.union(missing)
  const type: ValueType = { dtype: 'float32', shape: value.shape, rows: levelRows(rows.level, surfaces) }
  const parts = [
    ...(isAbsent(rows) ? [] : [{ tensor: value, surfaces: rows.surfaces }]),
    { tensor: fill, surfaces: missing },
  ].sort((a, b) => compareText(a.surfaces.key, b.surfaces.key))
  const joined = emitOp(
    interpreter,
    'join',
    parts.map((part) => part.tensor),
    { level: rows.level, parts: parts.map((part) => part.surfaces) },
    type,
    site,
  )
  return {
    ...joined,
    sources: withoutLimits(value.sources, missing),
    ...(value.origin === undefined ? {} : { origin: value.origin }),
  }
}

const lacks = (surfaces: SurfaceSet | undefined, missing: SurfaceSet): boolean =>
  surfaces !== undefined && missing.names.some((name) => !surfaces.has(name))

/** `else learned` is named for its let and the features that the other surfaces lack. */
const limitingFeatures = (sources: Sources, missing: SurfaceSet): string => {
  const names = sources.all.filter((source) => lacks(source.surfaces, missing)).map((source) => source.feature)
  return names.length === 0 ? 'absent' : names.sort().join('_')
}

/** What has been filled in no longer limits the value. */
function withoutLimits(sources: Sources, missing: SurfaceSet): Sources {
  const kept = sources.all.map((source) =>
    lacks(source.surfaces, missing) && source.surfaces !== undefined
      ? { ...source, surfaces: source.surfaces.union(missing) }
      : source,
  )
  return Sources.of(kept)
}
