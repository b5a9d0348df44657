import type { DeclaredParts, FeatureDefinition, FeatureKindDefinition } from './definition.ts'
import { field } from './field.ts'
import { list } from './list.ts'
import { record } from './record.ts'
import { isScalarKind, type ScalarKindName, scalars } from './scalar-kinds.ts'
import { vector } from './vector.ts'

/**
 * Every kind of feature, by the word that declares it; `vector` and `list` are declared as `[n]` and `list<e, n>`, `record` and `field` as
 * `sequence`.
 */
const kinds = { ...scalars, vector, list, record, field } as const

export type FeatureKindName = keyof typeof kinds

type TypeOf<Kind> = Kind extends FeatureKindDefinition<infer Type> ? Type : never
type Types = { readonly [Name in FeatureKindName]: TypeOf<(typeof kinds)[Name]> }

/** A feature's type as declared: its kind with sizes, elements and table. */
export type FeatureKind = Types[FeatureKindName]

export { isScalarKind, type ScalarKindName }

export const scalarKinds: readonly ScalarKindName[] = Object.keys(scalars).filter(isScalarKind)

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

export const featureKindNames: readonly FeatureKindName[] = [...scalarKinds, 'vector', 'list', 'record', 'field']

/** The parts that a type is declared with; undefined for those that its kind has not. */
export type DeclarationOf = { readonly [Part in keyof DeclaredParts]: DeclaredParts[Part] | undefined }

/** What `declaredKind` makes the type of again. */
export const declarationOf = (type: FeatureKind): DeclarationOf => ({
  size: 'size' in type ? type.size : 'length' in type ? type.length : undefined,
  element: 'element' in type ? type.element : undefined,
  table: 'table' in type ? type.table : undefined,
  fields: 'fields' in type ? type.fields : undefined,
})

export const declaredKind = (name: FeatureKindName, parts: DeclaredParts): FeatureKind => table[name].declare(parts)

const noParts: DeclaredParts = { size: 1, element: 'id', table: undefined }

/** The definition of a level key that is no feature. */
export const scalarDefinition = (name: ScalarKindName): FeatureDefinition => definitionOf(declaredKind(name, noParts))

/** `an id`, `a list of strings`. */
export const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
