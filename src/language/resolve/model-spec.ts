import type { Span } from '../../diagnostics/diagnostic.ts'
import { byKey, byName as compareNames } from '../../diagnostics/text-order.ts'
import { LevelOrder } from '../../graph/levels.ts'
import type * as spec from '../../model/dataset.ts'
import type { DataSpec, ModelSpec } from '../../model/model-spec.ts'
import type { Origins } from '../../model/origins.ts'
import type { RowExpression } from '../../model/row-expression.ts'
import type * as source from '../program.ts'
import { rowOperand } from './row-operand.ts'

/** A spec, and where the user wrote its parts. */
export interface Located<Spec> {
  readonly spec: Spec
  readonly origins: Origins
}

/** Separates a model from its text. To be called for a program without errors. */
export function modelSpecOf(program: source.SourceProgram, model: source.Model): Located<ModelSpec> {
  const splitter = new Splitter()
  const { name, live, staged, tasks, train, serve } = model
  const made: ModelSpec = {
    ...dataSpec(program, splitter),
    ...{ name, live, staged, tasks },
    calibrations: byName(model.calibrations, (each) => splitter.apart(each)),
    train: train === undefined ? undefined : splitter.apart(train),
    serve: serve === undefined ? undefined : splitter.apart(serve),
  }
  splitter.origins.set(made, model.span)
  return { spec: made, origins: splitter.origins }
}

/** What `ctrc check --data` needs, without a model. */
export function dataSpecOf(program: source.SourceProgram): Located<DataSpec> {
  const splitter = new Splitter()
  return { spec: dataSpec(program, splitter), origins: splitter.origins }
}

/** Separates what is declared into its content and where it is written. */
class Splitter {
  readonly origins = new Map<object, Span>()

  apart<Declared extends { readonly span: Span }>({ span, ...rest }: Declared): Omit<Declared, 'span'> {
    this.origins.set(rest, span)
    return rest
  }

  rowExpression({ expression, columns }: source.RowExpression): RowExpression {
    return { expression: rowOperand(expression, this.origins), columns }
  }
}

function dataSpec(program: source.SourceProgram, splitter: Splitter): DataSpec {
  const levels = new LevelOrder([...program.levels.declarations].sort(compareNames))
  for (const level of levels.declarations) {
    const span = program.levelSpans.get(level.name)
    if (span !== undefined) splitter.origins.set(level, span)
  }
  return {
    surfaces: byName(program.surfaces, (each) => splitter.apart(each)),
    levels,
    levelKeys: byName(program.levelKeys, (each) => each),
    // What a graph reads elsewhere is the graph's.
    features: byName(program.features, ({ otherwise: _, ...each }) => splitter.apart(each)),
    tables: byName(program.tables, (each) => splitter.apart(each)),
    datasets: byName(program.datasets, (each) => datasetSpec(each, splitter)),
  }
}

function datasetSpec(dataset: source.Dataset, splitter: Splitter): spec.Dataset {
  const { name, query, surface, time, weight, labels, outcomes, splits, span } = dataset
  const row = (each: source.RowExpression): RowExpression => splitter.rowExpression(each)
  const made: spec.Dataset = {
    name,
    query: splitter.apart({ sql: query.sql, span: query.span }),
    surface: surfaceSpec(surface, splitter),
    time,
    weight: weight === undefined ? undefined : row(weight),
    labels: byName(labels, ({ kind, all, bySurface }) => ({
      kind,
      all: all === undefined ? undefined : row(all),
      bySurface: byName(bySurface, row),
    })),
    outcomes: outcomes.map((each) => splitter.apart(each)),
    splits: byName(splits, row),
  }
  splitter.origins.set(made, span)
  return made
}

function surfaceSpec(surface: source.Dataset['surface'], splitter: Splitter): spec.Dataset['surface'] {
  if (surface.kind === 'constant') return splitter.apart(surface)
  return splitter.apart({ ...surface, values: surface.values.map((each) => splitter.apart(each)) })
}

const byName = <From, To>(map: ReadonlyMap<string, From>, to: (value: From) => To): ReadonlyMap<string, To> =>
  new Map([...map].sort(byKey).map(([name, value]) => [name, to(value)]))
