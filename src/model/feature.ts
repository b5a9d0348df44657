import type { Derivation } from '../features/derived/derivation.ts'
import type { FeatureValues } from '../features/feature-values.ts'
import type { FeatureKind } from '../features/kinds.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'

export interface Feature extends FeatureValues {
  readonly type: FeatureKind
  /** The column of the data, where it is not called as the feature. */
  readonly column: string | undefined
  readonly level: string
  /** Undefined: on every surface. */
  readonly surfaces: SurfaceSet | undefined
  readonly servedAs: number | string | undefined
  /** Of a record's field: the record, and the field's name in it. */
  readonly record?: RecordField | undefined
  /** What it is computed from, where no column holds it; `type` is what the derivation gives. */
  readonly derivation?: Derivation | undefined
}

export interface RecordField {
  readonly name: string
  readonly field: string
}

/** A record's field as a feature: `recent.pin`. No other name has a point. */
export const fieldName = (record: string, field: string): string => `${record}.${field}`

/** The column of the data that a feature is read from; a derived one has none. */
export const columnOf = ({ name, column }: Pick<Feature, 'name' | 'column'>): string => column ?? name

/** How a message about data names a feature: with its column where that is called otherwise. */
export const nameInData = ({
  name,
  column,
}: {
  readonly name: string
  readonly column?: string | undefined
}): string => (column === undefined || column === name ? name : `${name} (column "${column}")`)
