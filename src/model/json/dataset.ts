import type { ConstantSurface, Dataset, Label, Outcome, Query, SurfaceColumn, SurfaceValue } from '../dataset.ts'
import { type Codec, list, map, numberOrText, object, oneOf, optional, text, variants } from './codec.ts'
import { rowExpression } from './row-expression.ts'

const surface: Codec<Dataset['surface']> = variants<'kind', SurfaceColumn | ConstantSurface>('kind', {
  column: object<SurfaceColumn>({
    kind: oneOf('column'),
    column: text,
    values: list(object<SurfaceValue>({ value: numberOrText, surface: text, view: text })),
    otherwise: oneOf('drop', 'error'),
  }),
  constant: object<ConstantSurface>({ kind: oneOf('constant'), surface: text, view: text }),
})

export const dataset: Codec<Dataset> = object<Dataset>({
  name: text,
  query: object<Query>({ sql: text }),
  surface,
  time: optional(text),
  weight: optional(rowExpression),
  labels: map(
    object<Label>({ kind: optional(oneOf('soft')), all: optional(rowExpression), bySurface: map(rowExpression) }),
  ),
  outcomes: list(object<Outcome>({ name: text })),
  splits: map(rowExpression),
})
