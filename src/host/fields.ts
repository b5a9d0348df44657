interface FieldTypes {
  readonly string: string
  readonly number: number
  readonly boolean: boolean
}

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** True of a value read from a file that is an object with fields of these types; it may have more. */
export function hasFields<const Fields extends Readonly<Record<string, keyof FieldTypes>>>(
  value: unknown,
  fields: Fields,
): value is { readonly [Name in keyof Fields]: FieldTypes[Fields[Name]] } {
  if (!isObject(value)) return false
  const found = new Map<string, unknown>(Object.entries(value))
  return Object.entries(fields).every(([name, type]) => typeof found.get(name) === type)
}
