import type { Dtype, Shape } from '../graph/types.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import type { OperandKind } from './derived/definition.ts'
import type { EncodingSource, TableLookup } from './encode.ts'
import type { FeatureValues } from './feature-values.ts'
import type { LiteralRule } from './literals.ts'
import type { RawColumn } from './raw.ts'
import type { ColumnReading } from './reading.ts'

/** Words after a feature's type that take a literal. */
export type LiteralWord = 'missing' | 'default' | 'served as'

/**
 * All that one kind of feature is, for one declared type. A file a kind (`int.ts`) makes it, `kinds.ts` lists the kinds, and other code
 * reads the definition: nothing outside this folder checks which kind a feature is.
 */
export interface FeatureDefinition {
  /** As it is declared: `id`, `[64]`, `list<id, 100>`. */
  readonly text: string
  /** In a message, without an article: `id`, `list of strings`. */
  readonly noun: string
  readonly literals: Readonly<Record<LiteralWord, LiteralRule>>
  /** What finds rows in a table, and the table declared with `in`. Undefined: the kind is not looked up. */
  readonly lookup: { readonly element: 'id' | 'string'; readonly table: string | undefined } | undefined
  /** What derivations read it as. Undefined: none reads it. */
  readonly operand: OperandKind | undefined
  /** Whether a level may have it as a key. */
  readonly canBeKey: boolean
  /** How its column is read; the sentinel as missing. */
  readonly column: (sentinel: number | string | undefined) => ColumnReading
  /** Of a record's field: what one step has of it. */
  readonly step?: FeatureDefinition
  /** Of a record: its fields, in order of declaration. */
  readonly fields?: readonly string[]
  readonly graph: GraphInputs
  readonly host: HostEncodings
  readonly manifest: (feature: FeatureValues) => ManifestEntry
  /** One value a seed, for verification: usual ones, missing ones and the extremes. */
  readonly generate: (feature: FeatureValues, seeds: readonly number[], vocabulary: Vocabulary | undefined) => RawColumn
  /** A value per row from its number, 0 for a missing one: keys for verification. Of kinds that can be keys. */
  readonly generateKeys: ((feature: FeatureValues, numbers: readonly number[]) => RawColumn) | undefined
}

/** How a feature comes into a graph, in training (before encode-on-host) and at serving alike. */
export interface GraphInputs {
  /** The raw input, per row. */
  readonly value: { readonly dtype: Dtype; readonly shape: Shape }
  /** Steps of a sequence. It has a second input, `length` (int64 [], -1 missing), which its missing flag is read from; of a record's field that is the record's. */
  readonly steps: number | undefined
  /** `number`: its bare name is the op `number` of it. `raw`: it waits for `embed`. `record`: its fields and its mask are read, it has no value. */
  readonly reads: 'number' | 'raw' | 'record'
  /** True where no op knows the sentinel, so that it is cleared where the input arrives. */
  readonly clearsSentinel: boolean
}

/** What the ops that encode raw features give, computed on the host. Each op that the kind can have. */
export interface HostEncodings {
  /** Rows of the whole table, as the op `table_row`; behind a list's end, where that reads the missing row, padding. */
  readonly tableRows: ((source: EncodingSource, table: TableLookup) => Int32Array) | undefined
  /** Missing becomes the default, or NaN where there is none. As the op `number`. */
  readonly number: ((source: EncodingSource) => Float32Array) | undefined
  /** 1 where missing, else 0. As the op `is_missing`. */
  readonly missing: (source: EncodingSource) => Float32Array
  /** 1 on a list's elements, 0 on the padding behind them. As the op `sequence_mask`. */
  readonly mask: ((source: EncodingSource) => Float32Array) | undefined
}

/** What manifest.json states of an input, beside its name, dtype and shape. */
export interface ManifestEntry {
  /** The feature's kind, where dtype and shape do not determine it. */
  readonly kind?: string
  readonly default?: number
  readonly sentinel?: number | string
  /** Of a list: what it holds, and how many of its last elements are read. */
  readonly element?: ElementName
  readonly longest?: number
}

/** What a list holds; numbers in a record alone. */
export type ElementName = 'id' | 'string' | 'int' | 'float' | 'bool' | 'time'

/** What a declaration writes beside the kind: sizes are checked, names are not. */
export interface DeclaredParts {
  /** Of `[64]`, `list<id, 64>` and of a record; 1 where there is none. */
  readonly size: number
  readonly element: ElementName
  readonly table: string | undefined
  /** Of a record: its fields, in order of declaration. */
  readonly fields?: readonly string[] | undefined
}

/** A kind of feature: its resolved type, and the definition of each such type. */
export interface FeatureKindDefinition<Type extends { readonly kind: string }> {
  readonly declare: (parts: DeclaredParts) => Type
  readonly define: (type: Type) => FeatureDefinition
}

export const defineKind = <Type extends { readonly kind: string }>(
  definition: FeatureKindDefinition<Type>,
): FeatureKindDefinition<Type> => definition

/** What a number's default and sentinel are. */
export const numberManifest = ({ missing, default: otherwise }: FeatureValues): ManifestEntry => ({
  ...(typeof otherwise === 'number' ? { default: otherwise } : {}),
  ...(missing === undefined ? {} : { sentinel: missing }),
})
