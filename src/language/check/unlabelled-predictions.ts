import type { Diagnostic, Fix, Span } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Prediction } from '../interpret/predictions.ts'
import type { Model, SourceProgram } from '../program.ts'
import type { PredictStatement } from '../syntax/ast.ts'

/**
 * A prediction of which no surface has a label is served and never trained (CTR2025). What a trunk predicts for several surfaces is trained by
 * the rows of those that have one; a tower of each surface has parameters of each, so that each has to have a label. A task without
 * any label is an error of its own (CTR1557).
 */
export function unlabelledPredictions(
  { datasets }: SourceProgram,
  model: Model,
  predicted: readonly Prediction[],
): readonly Diagnostic[] {
  const dataset = datasets.get(model.train?.dataset ?? '')
  if (dataset === undefined) return []
  const byPlace = new Map<Span, Prediction[]>()
  for (const each of predicted) byPlace.set(each.span, [...(byPlace.get(each.span) ?? []), each])
  return [...byPlace].flatMap(([span, predictions]) => {
    const task = predictions[0]?.task ?? ''
    const label = dataset.labels.get(task)
    if (label === undefined || label.all !== undefined) return []
    const surfaces = predictions.map(({ surface }) => surface)
    const without = surfaces.filter((surface) => !label.bySurface.has(surface))
    const ofEach = statementOfEach(model, span)
    if (without.length === 0 || (ofEach === undefined && without.length < surfaces.length)) return []
    const labelled = [...label.bySurface.keys()]
    const related = [...label.bySurface.values()].slice(0, 1).map(({ expression }) => ({
      message: 'its labels are declared here',
      span: expression.span,
    }))
    const kept = ofEach?.surfaces.filter((surface) => label.bySurface.has(surface)) ?? []
    const fixes = ofEach === undefined ? [] : predictOn(ofEach.statement, kept)
    return [
      diagnostic('CTR2025', span, { task, surfaces: without, dataset: dataset.name, labelled }, { related, fixes }),
    ]
  })
}

interface OfEach {
  readonly statement: PredictStatement
  /** Those that it is of, staged ones too. */
  readonly surfaces: readonly string[]
}

/** The statement whose task stands at a place, of a tower of each surface. */
function statementOfEach({ towers }: Model, task: Span): OfEach | undefined {
  for (const { declaration } of towers) {
    if (!declaration.isOfEach) continue
    const statement = declaration.body.statements.find((each) => each.kind === 'predict' && each.task.span === task)
    if (statement?.kind !== 'predict') continue
    const all = towers.filter((each) => each.declaration === declaration).map(({ surface }) => surface)
    const named = statement.surfaces?.map(({ name }) => name)
    return { statement, surfaces: named === undefined ? all : all.filter((surface) => named.includes(surface)) }
  }
  return undefined
}

function predictOn({ task, surfaces }: PredictStatement, kept: readonly string[]): readonly Fix[] {
  if (kept.length === 0) return []
  const text = ` on ${kept.join(', ')}`
  const end = surfaces?.at(-1)?.span.end ?? task.span.end
  return [{ kind: 'on', title: `predict${text}`, edits: [{ span: { ...task.span, start: task.span.end, end }, text }] }]
}
