import type { OnnxArtifact } from '../emit/onnx/emit.ts'
import { keysOf } from '../emit/onnx/rows/dedup.ts'
import type { ManifestEntry } from '../features/definition.ts'
import { definitionOf } from '../features/kinds.ts'
import type { Graph } from '../graph/graph.ts'
import type { Output } from '../graph/outputs.ts'
import type { StoredFits } from '../learn/train/stored-fits.ts'
import type { Feature } from '../model/feature.ts'
import type { DataSpec } from '../model/model-spec.ts'
import { statusMeanings } from '../passes/row-status.ts'
import { declaredRecord } from '../rows/columns.ts'

export interface ManifestInput extends ManifestEntry {
  readonly name: string
  readonly dtype: 'float32' | 'int64' | 'string' | 'int32'
  readonly shape: readonly (number | string)[]
  /** The feature, level key or view that fills it. */
  readonly feature: string
  /** The column of a log that it is read from, where that is not called as the feature. */
  readonly column?: string
  readonly role: 'feature' | 'length' | 'key' | 'view'
  /** How a row without a value is written. */
  readonly missing: string
  readonly views?: readonly string[]
  /** Of a field of a record, and of the record's length: the record. */
  readonly record?: string
  /** The field's name in it; `column` is that of its own list, or of its place in a struct, where that is called otherwise. */
  readonly field?: string
  /** Of a record's length: all fields that its columns may have, those that this graph does not read too. */
  readonly fields?: readonly { readonly name: string; readonly column?: string }[]
}

/** manifest.json: what a caller must know of a surface's graph. Nothing here depends on a run's clock or a file's line. */
export interface Manifest {
  readonly ctrc: 1
  readonly model: string
  readonly surface: string
  readonly inputs: readonly ManifestInput[]
  readonly outputs: readonly {
    readonly name: string
    readonly dtype: string
    readonly shape: readonly (number | string)[]
    readonly meaning: string
  }[]
  readonly opset: number
  /** The oldest ONNX Runtime in which graphs of this kind have been run. */
  readonly runtime: { readonly onnxruntime: string }
  /** Levels computed once per key, with the inputs that are their keys; of equal keys the first row's features are taken. */
  readonly levels: readonly { readonly level: string; readonly keys: readonly string[] }[]
  readonly passes: readonly string[]
  readonly tables: readonly {
    readonly name: string
    readonly rows: string
    readonly dim: number
    /** The op that hashes its words, which the ONNX standard has not. */
    readonly hash?: string
  }[]
  /** What derived features were fitted to, by feature: its graph has these numbers. */
  readonly fits?: StoredFits
  readonly cost: { readonly parameters: number; readonly multiply_adds: Readonly<Record<string, number>> }
  readonly digests: { readonly structure: string; readonly weights: string }
}

const missingOf = { float32: 'NaN', int64: '-9223372036854775808', string: '', int32: 'none' } as const

export function manifestInputs(spec: DataSpec, surface: string, artifact: OnnxArtifact): readonly ManifestInput[] {
  const withElements = new Set(
    artifact.inputs.flatMap(({ from }) =>
      from.kind === 'key' || from.port.kind !== 'feature' || from.port.part !== 'value' ? [] : [from.port.feature],
    ),
  )
  return artifact.inputs.map(({ name, dtype, shape, from }): ManifestInput => {
    if (from.kind === 'key') {
      const column = columnIn(spec, from.key)
      return { name, dtype, shape, feature: from.key, ...column, role: 'key', missing: missingOf[dtype] }
    }
    const { port } = from
    if (port.kind !== 'feature') throw new Error(`a served graph asks for '${name}', which is no feature`)
    if (port.feature === 'view') {
      const views = spec.surfaces.get(surface)?.views ?? []
      return { name, dtype, shape, feature: 'view', role: 'view', missing: '', views }
    }
    const feature = spec.features.get(port.feature)
    if (port.part === 'length') {
      const length = { name, dtype, shape, feature: port.feature, role: 'length', missing: '-1' } as const
      if (feature === undefined) return length
      const definition = definitionOf(feature.type)
      if (definition.fields !== undefined) return { ...length, ...ofRecord(spec, feature) }
      // Of a list whose elements the graph does not read: its column is read for this input.
      if (withElements.has(port.feature)) return length
      return { ...length, ...columnIn(spec, port.feature), ...definition.manifest(feature) }
    }
    return {
      name,
      dtype,
      shape,
      feature: port.feature,
      ...columnIn(spec, port.feature),
      role: 'feature',
      missing: missingOf[dtype],
      ...(feature?.record === undefined ? {} : { record: feature.record.name, field: feature.record.field }),
      ...(feature === undefined ? {} : definitionOf(feature.type).manifest(feature)),
    }
  })
}

function ofRecord(spec: DataSpec, feature: Feature): Partial<ManifestInput> {
  const { fields } = declaredRecord(feature, spec.features)
  return {
    ...columnIn(spec, feature.name),
    record: feature.name,
    fields: fields.map(({ name, column }) => (column === undefined ? { name } : { name, column })),
    ...definitionOf(feature.type).manifest(feature),
  }
}

const columnIn = ({ features }: DataSpec, name: string): Pick<ManifestInput, 'column'> => {
  const column = features.get(name)?.column
  return column === undefined ? {} : { column }
}

export const manifestLevels = (spec: DataSpec, dedupe: readonly string[]): Manifest['levels'] =>
  [...dedupe].sort().map((level) => ({ level, keys: keysOf(spec.levels, level) }))

export function manifestTables(graph: Graph): Manifest['tables'] {
  const types = new Map(graph.ops.map(({ id, type }) => [id, type]))
  const ofWords = new Set(
    graph.ops.flatMap((op) =>
      op.kind === 'table_row' && types.get(op.inputs[0]!)?.dtype === 'string' ? [op.attributes.table] : [],
    ),
  )
  return graph.tables.map(({ name, rule, dim }) => {
    const hash = rule.kind === 'hash' && ofWords.has(name) ? { hash: 'com.microsoft.MurmurHash3' } : {}
    return { name, rows: `${rule.kind}(${rule.rows})`, dim, ...hash }
  })
}

const reasons = Object.entries(statusMeanings)
  .map(([status, meaning]) => `${status} ${meaning}`)
  .join(', ')

function meaningOf({ kind }: Output): string {
  switch (kind) {
    case 'status':
      return `0, or why this row has no score: ${reasons}`
    case 'task_logit':
      return 'log-odds before calibration'
    case 'probability':
      return 'calibrated probability'
    default:
      throw new Error(`a serving graph gives no output of kind '${kind}'`)
  }
}

export const manifestOutputs = (artifact: OnnxArtifact): Manifest['outputs'] =>
  artifact.outputs.map(({ name, of, dtype, shape }) => ({ name, dtype, shape, meaning: meaningOf(of) }))
