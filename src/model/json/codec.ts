import { byKey } from '../../diagnostics/text-order.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A file's JSON that is no spec: `place` as `features.age.type`. */
export class SpecFileError extends Error {
  constructor(
    readonly place: string,
    wanted: string,
  ) {
    super(`${place === '' ? 'it' : place} is not ${wanted}`)
  }
}

/** A type's form in JSON. Equal values give equal JSON; undefined is left out. `decode` throws SpecFileError. */
export interface Codec<T> {
  encode(value: T): Json | undefined
  decode(json: Json | undefined, place: string): T
}

const within = (place: string, name: string): string => (place === '' ? name : `${place}.${name}`)

function primitive<T extends string | number | boolean>(wanted: string, is: (json: unknown) => json is T): Codec<T> {
  return {
    encode: (value) => value,
    decode(json, place) {
      if (is(json)) return json
      throw new SpecFileError(place, wanted)
    },
  }
}

export const text = primitive('a text', (json): json is string => typeof json === 'string')
export const number = primitive('a number', (json): json is number => typeof json === 'number')
export const boolean = primitive('true or false', (json): json is boolean => typeof json === 'boolean')
export const numberOrText = primitive(
  'a number or a text',
  (json): json is number | string => typeof json === 'number' || typeof json === 'string',
)

export const oneOf = <const T extends string>(...values: readonly T[]): Codec<T> =>
  primitive(`one of ${values.join(', ')}`, (json): json is T => values.some((value) => value === json))

export const optional = <T>(of: Codec<T>): Codec<T | undefined> => ({
  encode: (value) => (value === undefined ? undefined : of.encode(value)),
  decode: (json, place) => (json === undefined ? undefined : of.decode(json, place)),
})

export const list = <T>(of: Codec<T>): Codec<readonly T[]> => ({
  encode: (values) => values.map((value) => of.encode(value) ?? null),
  decode(json, place) {
    if (!isList(json)) throw new SpecFileError(place, 'a list')
    return json.map((each, index) => of.decode(each, within(place, String(index))))
  },
})

/** In order of key, whatever the map's. */
export const map = <T>(of: Codec<T>): Codec<ReadonlyMap<string, T>> => ({
  encode: (values) => inOrder([...values].map(([key, value]) => [key, of.encode(value)])),
  decode: (json, place) =>
    new Map(
      entriesOf(json, place)
        .sort(byKey)
        .map(([key, each]) => [key, of.decode(each, within(place, key))]),
    ),
})

/** The fields of a type, each once: a field more or less does not compile. */
export type Fields<T> = { readonly [Name in keyof T]-?: Codec<T[Name]> }

export function object<T extends object>(fields: Fields<T>): Codec<T> {
  const names = keysOf(fields)
  return {
    encode: (value) => inOrder(names.map((name) => [String(name), fields[name].encode(value[name])])),
    decode(json, place) {
      const found = new Map(entriesOf(json, place))
      const read = names.map((name) => [
        name,
        fields[name].decode(found.get(String(name)), within(place, String(name))),
      ])
      // The fields are T's by their type, and each has been decoded by its own.
      return Object.fromEntries(read) as T
    },
  }
}

/** A union whose members are distinguished by one field. */
export function variants<Tag extends string, T extends { readonly [Name in Tag]: string }>(
  tag: Tag,
  of: { readonly [Kind in T[Tag]]: Codec<T & { readonly [Name in Tag]: Kind }> },
): Codec<T> {
  const kinds = new Map<string, Codec<T>>(Object.entries(of))
  const codecOf = (kind: Json | undefined, place: string): Codec<T> => {
    const found = typeof kind === 'string' ? kinds.get(kind) : undefined
    if (found === undefined) throw new SpecFileError(within(place, tag), `one of ${[...kinds.keys()].join(', ')}`)
    return found
  }
  return {
    encode: (value) => codecOf(value[tag], '').encode(value),
    decode: (json, place) => codecOf(new Map(entriesOf(json, place)).get(tag), place).decode(json, place),
  }
}

/** For a type that holds itself. */
export const lazy = <T>(of: () => Codec<T>): Codec<T> => ({
  encode: (value) => of().encode(value),
  decode: (json, place) => of().decode(json, place),
})

/** A type by way of another that has a form. */
export const through = <T, Form>(of: Codec<Form>, to: (value: T) => Form, from: (form: Form) => T): Codec<T> => ({
  encode: (value) => of.encode(to(value)),
  decode: (json, place) => from(of.decode(json, place)),
})

const keysOf = <T extends object>(value: T): readonly (keyof T)[] => Object.keys(value).sort() as (keyof T)[]

const inOrder = (entries: readonly (readonly [string, Json | undefined])[]): Json =>
  Object.fromEntries([...entries].sort(byKey).flatMap(([key, each]) => (each === undefined ? [] : [[key, each]])))

const isList = (json: Json | undefined): json is readonly Json[] => Array.isArray(json)

function entriesOf(json: Json | undefined, place: string): [string, Json][] {
  if (typeof json === 'object' && json !== null && !isList(json)) return Object.entries(json)
  throw new SpecFileError(place, 'an object')
}
