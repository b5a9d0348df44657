import type { TableStack } from './stacks.ts'
import type { SurfaceSet } from './surfaces.ts'
import type { ValueType } from './types.ts'

/**
 * What comes into a graph from outside, typed. The host (training) or the caller of the serving graph fills them.
 * A value's dtype, shape and rows stand in the `input` op's type; the port identifies it.
 */
export type Port =
  /**
   * A raw feature as it is served: float32 (NaN missing), int64 (least int64 missing), string ("" missing). `record`: of a record's field, the
   * record, whose length it has.
   */
  | {
      readonly kind: 'feature'
      readonly feature: string
      readonly part: 'value' | 'length'
      readonly record?: string | undefined
    }
  /** A feature already encoded by the host (training): table rows, filled numbers, 0/1 missing flags, sequence masks. */
  | { readonly kind: 'encoded'; readonly feature: string; readonly as: FeatureEncoding }
  /**
   * Rows of stacked tables (of one alone too) for several features, side by side on one axis: each feature's `size` of its own
   * table's, counted from the stack's first row. Encoded by the host. A feature alone keeps its shape.
   */
  | { readonly kind: 'encoded_rows'; readonly stack: TableStack; readonly features: readonly RowsOfFeature[] }
  | { readonly kind: 'parameter'; readonly parameter: string }
  /** The rows of an embedding table, or of a stack's tables: all of them (serving) or those that the batch touches (training). */
  | { readonly kind: 'table'; readonly table: string }
  /** An optimizer's slot of a parameter or table. */
  | { readonly kind: 'state'; readonly of: 'parameter' | 'table'; readonly name: string; readonly slot: string }
  /** The gradient of a parameter or of a table's rows, where an engine derives it by itself: what the tfjs module's updates read. */
  | { readonly kind: 'gradient'; readonly of: 'parameter' | 'table'; readonly name: string }
  /** 0/1 label of each row, 0 where unlabelled (its weight is 0 there). */
  | { readonly kind: 'label'; readonly task: string; readonly surfaces: SurfaceSet }
  /** Row weight times surface weight, 0 where unlabelled. */
  | { readonly kind: 'weight'; readonly task: string; readonly surfaces: SurfaceSet }
  /** Sum of a task's weights over the whole batch, at least a tiny positive number. Scalar. */
  | { readonly kind: 'weight_sum'; readonly task: string }
  /** 0 or 1 / (1 - rate). `path` is the call's spec path; rows as in the input op's type. */
  | { readonly kind: 'dropout'; readonly path: string; readonly rate: number }
  /** Scalars that change by step: 'learning_rate', 'table_learning_rate', 'bias_correction_1', ... */
  | { readonly kind: 'hyper'; readonly name: string }
  /** Row machinery, requested by lowerings. int32. */
  | { readonly kind: 'index'; readonly from: string; readonly to: string; readonly surfaces: SurfaceSet }
  /** int32 [|surfaces| + 1]: where each surface's groups begin among those of (level, surfaces); the last is the count. */
  | { readonly kind: 'offsets'; readonly level: string; readonly surfaces: SurfaceSet }
  /** float32, one per group: how many rows of the batch it stands for. */
  | { readonly kind: 'group_rows'; readonly level: string; readonly surfaces: SurfaceSet }

export interface RowsOfFeature {
  readonly feature: string
  readonly table: string
  readonly size: number
}

export type FeatureEncoding =
  | { readonly kind: 'row'; readonly table: string }
  | { readonly kind: 'number' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'mask' }
  /** Position in `views`, `views.length` where unknown: as view_index. */
  | { readonly kind: 'view'; readonly views: readonly string[] }

/** What a port brings of encoded features. */
export function encodedFeatures(port: Port): readonly { readonly feature: string; readonly as: FeatureEncoding }[] {
  if (port.kind === 'encoded') return [port]
  if (port.kind !== 'encoded_rows') return []
  return port.features.map(({ feature, table }) => ({ feature, as: { kind: 'row', table } }))
}

export type FeaturePort = Extract<Port, { readonly kind: 'feature' }>

/** A feature's elements or value, or how many elements it has: of a record's field that is the record's length. */
export const featurePort = (
  { name, record }: { readonly name: string; readonly record?: { readonly name: string } | undefined },
  part: FeaturePort['part'],
): FeaturePort => {
  if (part === 'length') return { kind: 'feature', feature: record?.name ?? name, part }
  return { kind: 'feature', feature: name, part, ...(record === undefined ? {} : { record: record.name }) }
}

/** The port of the length of a list whose elements these are. */
export const lengthOfList = ({ feature, record }: FeaturePort): FeaturePort =>
  featurePort({ name: record ?? feature }, 'length')

/** Whether a port brings several elements a row, as many as its length states; a vector of floats has no length. */
export const isListPort = ({ part, record }: FeaturePort, { dtype, shape }: ValueType): boolean =>
  part === 'value' && shape.length === 1 && (record !== undefined || dtype !== 'float32')

/** The one name of a port, used by every emitter and by the host that fills it. */
export function portName(port: Port): string {
  switch (port.kind) {
    case 'feature':
      return port.part === 'value' ? port.feature : `${port.feature}.length`
    case 'encoded':
      return encodedName(port.feature, port.as)
    case 'encoded_rows':
      return rowsName(port)
    case 'parameter':
      return port.parameter
    case 'table':
      return `table/${port.table}`
    case 'state':
      return `state/${port.of}/${port.name}/${port.slot}`
    case 'gradient':
      return `gradient/${port.of}/${port.name}`
    case 'label':
      return `label/${port.task}/${port.surfaces.key}`
    case 'weight':
      return `weight/${port.task}/${port.surfaces.key}`
    case 'weight_sum':
      return `weight_sum/${port.task}`
    case 'dropout':
      return `dropout/${port.path}`
    case 'hyper':
      return `hyper/${port.name}`
    case 'index':
      return `index/${port.from}/${port.to}/${port.surfaces.key}`
    case 'offsets':
      return `offsets/${port.level}/${port.surfaces.key}`
    case 'group_rows':
      return `group_rows/${port.level}/${port.surfaces.key}`
  }
}

/** A feature's rows in a table come in once, so the first tells which features these are. */
function rowsName({ stack, features }: Extract<Port, { kind: 'encoded_rows' }>): string {
  const [first] = features
  if (first === undefined) throw new Error(`rows of '${stack.name}' come in for no feature`)
  const table = first.table === stack.name ? '' : `/${first.table}`
  return `rows/${stack.name}/${first.feature}${table}+${features.length - 1}`
}

/** A row's place among views depends on which they are: surfaces of several views each have an encoding of their own. */
function encodedName(feature: string, as: FeatureEncoding): string {
  switch (as.kind) {
    case 'row':
      return `row/${feature}/${as.table}`
    case 'view':
      return `view/${as.views.join('+')}`
    default:
      return `${as.kind}/${feature}`
  }
}
