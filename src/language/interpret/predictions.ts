import type { Diagnostic, Fix, Span } from '../../diagnostics/diagnostic.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import { levelRows, sizeOf, type ValueType } from '../../graph/types.ts'
import type { PredictStatement } from '../syntax/ast.ts'
import { apply, emitOp, isAbsent, restrict, spread } from './apply.ts'
import { checkPredictionExists } from './existence.ts'
import type { Interpreter } from './interpreter.ts'
import type { Scope } from './scope.ts'
import type { OpSite } from './site.ts'
import { runBody } from './statements.ts'
import { reportUnread } from './unread.ts'
import { describe, type Poison, poison, type Tensor, type Value } from './values.ts'

export interface Prediction {
  readonly task: string
  readonly surface: string
  /** The task's name where it is predicted. */
  readonly span: Span
  /** A log-odds per row: float32 [] at the row level on this surface alone; poison after an error. */
  readonly logit: Tensor | Poison
  /** What is wrong about it, of a staged surface: reported where no tower overrides it. */
  readonly deferred: readonly Diagnostic[]
}

/** By `<task>/<surface>`; a lower part of the tower tree overrides a higher one. */
export type Predictions = Map<string, Prediction>

/** Takes the `predict`s of one part of the tower tree. */
export function predictIn(
  interpreter: Interpreter,
  scope: Scope,
  predictions: Predictions,
): (statement: PredictStatement) => void {
  const here = new Map<string, PredictStatement>()
  return (statement) => {
    const task = statement.task.name
    const earlier = here.get(task)
    if (earlier !== undefined) {
      interpreter.report(
        'CTR2022',
        statement.task.span,
        { task, place: scope.place },
        {
          related: [{ message: 'the other is here', span: earlier.task.span }],
        },
      )
      return
    }
    here.set(task, statement)
    const path = `${scope.path}.${task}`
    const surfaces = predictedOn(statement, scope)
    if (surfaces.isEmpty) return
    const inner = scope.inner({ task, path, surfaces })
    const site: OpSite = { scope: inner, path, whole: true, span: statement.span }
    const evaluate = (): void => {
      const value =
        statement.value.kind === 'block'
          ? runBody(interpreter, statement.value, site)
          : interpreter.evaluate(statement.value, site)
      if (value === undefined) interpreter.report('CTR3021', statement.span, { what: `predict ${task}` })
      let fits = true
      for (const surface of surfaces) {
        const logit = logitOf(interpreter, value ?? poison, statement, surface, site)
        fits &&= logit.kind !== 'poison'
        predictions.set(`${task}/${surface}`, { task, surface, span: statement.task.span, logit, deferred: [] })
      }
      scope.predict(task, fits && value !== undefined ? value : poison)
    }
    if (!scope.options.lazy) return evaluate()
    // Errors of a trunk's prediction count for a staged surface only where no tower of its own overrides it.
    const { diagnostics: deferred } = interpreter.capture(evaluate)
    for (const [key, prediction] of predictions)
      if (prediction.task === task) predictions.set(key, { ...prediction, deferred })
    if (deferred.length > 0) scope.predict(task, { kind: 'poison', deferred })
  }
}

/** The surfaces of this walk that it predicts for. */
const predictedOn = ({ surfaces }: PredictStatement, scope: Scope): SurfaceSet =>
  surfaces === undefined
    ? scope.surfaces
    : scope.surfaces.intersect(SurfaceSet.of([...new Set(surfaces.map(({ name }) => name))]))

function logitOf(
  interpreter: Interpreter,
  value: Value,
  statement: PredictStatement,
  surface: string,
  site: OpSite,
): Tensor | Poison {
  const own = SurfaceSet.of([surface])
  if (value.kind === 'poison') return poison
  if (value.kind === 'keyed') {
    const { span } = statement.value
    reportUnread(interpreter, value, site.scope, span, statement.value.kind === 'block' ? undefined : span)
    return poison
  }
  if (value.kind !== 'tensor' || sizeOf(value.shape) !== 1 || value.shape.length > 1) {
    interpreter.report('CTR2017', statement.value.span, { task: statement.task.name, found: describe(value) })
    return poison
  }
  if (value.isProbability) {
    const { span } = statement.value
    interpreter.report(
      'CTR2024',
      span,
      { task: statement.task.name },
      { fixes: withoutSigmoid(interpreter, statement) },
    )
    return poison
  }
  const scalar: Tensor | Poison =
    value.shape.length === 0 ? value : apply(interpreter, 'reshape', [value], { shape: [] }, site)
  if (scalar.kind === 'poison' || !checkPredictionExists(interpreter, scalar, statement, site.scope)) return poison
  const level = interpreter.program.levels.row
  if (isAbsent(scalar.rows)) return poison
  if (scalar.rows.kind === 'level') return spread(interpreter, restrict(interpreter, scalar, own, site), level, site)
  const type: ValueType = { dtype: 'float32', shape: [], rows: levelRows(level, own) }
  return emitOp(interpreter, 'join', [scalar], { level, parts: [own] }, type, site)
}

/** `sigmoid(e)` written at the prediction itself becomes `e`. */
function withoutSigmoid(interpreter: Interpreter, { value }: PredictStatement): readonly Fix[] {
  if (value.kind !== 'call' || value.callee.name !== 'sigmoid') return []
  const [inner] = value.arguments
  const text =
    inner && interpreter.program.files.get(inner.span.file)?.text.slice(inner.value.span.start, inner.value.span.end)
  return text === undefined
    ? []
    : [{ kind: 'log_odds' as const, title: 'predict the log-odds', edits: [{ span: value.span, text }] }]
}
