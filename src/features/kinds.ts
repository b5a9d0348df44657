import { bool } from './bool.ts'
import type { DeclaredParts, FeatureDefinition, FeatureKindDefinition } from './definition.ts'
import { float } from './float.ts'
import { id } from './id.ts'
import { int } from './int.ts'
import { list } from './list.ts'
import { string } from './string.ts'
import { vector } from './vector.ts'

/** Every kind of feature, by the word that declares it; `vector` and `list` are declared as `[n]` and `list<e, n>`. */
const kinds = { id, string, int, float, bool, vector, list } as const

export type FeatureKindName = keyof typeof kinds

type TypeOf<Kind> = Kind extends FeatureKindDefinition<infer Type> ? Type : never
type Types = { readonly [Name in FeatureKindName]: TypeOf<(typeof kinds)[Name]> }

/** A feature's type as declared: its kind with sizes, elements and table. */
export type FeatureKind = Types[FeatureKindName]

/** Kinds that one word declares. */
export type ScalarKindName = Exclude<FeatureKindName, 'vector' | 'list'>

const isScalar = (name: string): name is ScalarKindName => name in kinds && name !== 'vector' && name !== 'list'

export const scalarKinds: readonly ScalarKindName[] = Object.keys(kinds).filter(isScalar)

type KindTable = { readonly [Name in FeatureKindName]: FeatureKindDefinition<Types[Name]> }

const table: KindTable = kinds

const define = <Name extends FeatureKindName>(type: Types[Name] & { readonly kind: Name }): FeatureDefinition =>
  table[type.kind].define(type)

const definitions = new WeakMap<FeatureKind, FeatureDefinition>()

/** The one definition of a feature's type. */
export function definitionOf(type: FeatureKind): FeatureDefinition {
  const known = definitions.get(type)
  if (known !== undefined) return known
  const definition = define(type)
  definitions.set(type, definition)
  return definition
}

export const featureKindNames: readonly FeatureKindName[] = [...scalarKinds, 'vector', 'list']

/** The parts that a type is declared with; undefined for those that its kind has not. */
export type DeclarationOf = { readonly [Part in keyof DeclaredParts]: DeclaredParts[Part] | undefined }

/** What `declaredKind` makes the type of again. */
export const declarationOf = (type: FeatureKind): DeclarationOf => ({
  size: 'size' in type ? type.size : 'length' in type ? type.length : undefined,
  element: 'element' in type ? type.element : undefined,
  table: 'table' in type ? type.table : undefined,
})

export const declaredKind = (name: FeatureKindName, parts: DeclaredParts): FeatureKind => table[name].declare(parts)

const noParts: DeclaredParts = { size: 1, element: 'id', table: undefined }

/** The definition of a level key that is no feature. */
export const scalarDefinition = (name: ScalarKindName): FeatureDefinition => definitionOf(declaredKind(name, noParts))

/** `an id`, `a list of strings`. */
export const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
