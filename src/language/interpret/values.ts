import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { definitionOf, withArticle } from '../../features/kinds.ts'
import type { Rows, Shape } from '../../graph/types.ts'
import type { Feature, Module } from '../program.ts'
import type { Sources } from './sources.ts'

/** A float32 value of the graph. Its rows' surfaces may be empty: then it is absent where this code runs and no op makes it. */
export interface Tensor {
  readonly kind: 'tensor'
  /** The op that makes it; '' where absent. */
  readonly handle: string
  readonly shape: Shape
  readonly rows: Rows
  readonly sources: Sources
  /** What `sigmoid` gives, and products of such: a prediction takes a log-odds. */
  readonly isProbability?: true
  /** A mask knows the sequence it belongs to. */
  readonly origin?: string
  /** Of an item of a group: the number that it is, for `is_missing` of a loop's variable. */
  readonly feature?: Feature
}

/** `list<[D], L>`: not a matrix. Sequences combine only when they are of one origin. */
export interface Sequence {
  readonly kind: 'sequence'
  /** [L, D] */
  readonly values: Tensor
  /** [L], 1 on present elements. */
  readonly mask: Tensor
  readonly origin: string
}

/** An id, a string or a list of them: enters only through `embed` (and `is_missing`, `length`). */
export interface RawFeature {
  readonly kind: 'raw'
  readonly feature: Feature
  readonly span: Span
}

/** A sequence of records by its name: its fields are read, and its mask, length and whether it is missing. */
export interface RecordSequence {
  readonly kind: 'record'
  readonly feature: Feature
  readonly span: Span
}

/** One entry per key. `keys` gives the kinds of keys; an entry's name is its keys joined with '.'. */
export interface Keyed {
  readonly kind: 'keyed'
  readonly keys: readonly KeyKind[]
  readonly entries: ReadonlyMap<string, Value>
}

export type KeyKind = 'surfaces' | 'tasks'

export type Constant =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | {
      readonly kind: 'string' | 'name'
      readonly value: string
      /** All that it can be, where its parameter is declared `one of` them. */
      readonly choices?: readonly string[]
    }
  | { readonly kind: 'constants'; readonly items: readonly Constant[] }
  /** `surfaces`, `tasks`, `[surfaces, tasks]`. */
  | { readonly kind: 'keys'; readonly keys: readonly KeyKind[] }

/** Values from a `for` in list position, or of a group of features. */
export interface TensorList {
  readonly kind: 'list'
  readonly items: readonly Value[]
  /** Of a group: the feature that each item is of. Loops through it are named by these, never by order. */
  readonly names?: readonly string[]
}

/** What `module([N]) -> [M]` of a parameter states of its calls. */
export interface Signature {
  readonly count: number
  /** What a call gave, or poison after CTR3015. */
  readonly fit: (result: Value, call: Span) => Value
}

/** A module, or a built-in, that an argument passes on: its parameter is called as it would be itself. */
export interface ModuleValue {
  readonly kind: 'module'
  readonly name: string
  /** Undefined of a built-in. */
  readonly module: Module | undefined
  /** Where it was written as an argument: the same one within itself has no end. */
  readonly passed: Span
  /** All names that could have been written, where its parameter is declared `one of` them. */
  readonly choices?: readonly string[]
  /** What the type of the parameter that holds it states of its calls. */
  readonly signature?: Signature
}

/** Stands for a value with an error that has been reported (or is deferred until the value is read). */
export interface Poison {
  readonly kind: 'poison'
  readonly deferred: readonly Diagnostic[]
}

export type Value =
  | Tensor
  | Sequence
  | RawFeature
  | RecordSequence
  | Keyed
  | Constant
  | TensorList
  | ModuleValue
  | Poison

export const poison: Poison = { kind: 'poison', deferred: [] }

export const isConstant = (value: Value): value is Constant =>
  value.kind === 'int' ||
  value.kind === 'float' ||
  value.kind === 'bool' ||
  value.kind === 'string' ||
  value.kind === 'name' ||
  value.kind === 'constants' ||
  value.kind === 'keys'

export type NumberConstant = Extract<Constant, { readonly kind: 'int' | 'float' }>

export const isNumber = (value: Value): value is NumberConstant => value.kind === 'int' || value.kind === 'float'

export const int = (value: number): Constant => ({ kind: 'int', value })

/** What a value is, in the words of a message. */
export function describe(value: Value): string {
  switch (value.kind) {
    case 'tensor':
      return `[${value.shape.join(', ')}]`
    case 'sequence': {
      const [length, ...element] = value.values.shape
      return `list<[${element.join(', ')}], ${length}>`
    }
    case 'raw':
    case 'record':
      return `the ${definitionOf(value.feature.type).noun} '${value.feature.name}'`
    case 'keyed':
      return `one value per ${value.keys.join(' and ')}`
    case 'list':
      return `a list of ${value.items.length} values`
    case 'constants':
      return `[${value.items.map(describe).join(', ')}]`
    case 'keys':
      return value.keys.length === 1 ? String(value.keys[0]) : `[${value.keys.join(', ')}]`
    case 'int':
    case 'float':
    case 'bool':
      return String(value.value)
    case 'string':
      return JSON.stringify(value.value)
    case 'name':
      return `'${value.value}'`
    case 'module':
      return `the module '${value.name}'`
    case 'poison':
      return 'an invalid value'
  }
}

/** What a feature that has not been embedded is: `an id`, `a list of strings`. */
export function rawFinding({ name, type }: Feature) {
  const { noun, lookup } = definitionOf(type)
  return { name, type: withArticle(noun), isLookedUp: lookup !== undefined }
}

/** The fields of a record, in order of declaration. */
export const fieldsOf = ({ type }: Feature): readonly string[] => definitionOf(type).fields ?? []
