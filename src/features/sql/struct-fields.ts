import { type ColumnType, columnType } from './column-type.ts'

/** The fields of a struct's type as DuckDB names it, `STRUCT(a BIGINT, "b c" VARCHAR[])`, in their order; none of another type. */
export function structFields(sql: string): ReadonlyMap<string, ColumnType> {
  const fields = new Map<string, ColumnType>()
  const inner = /^STRUCT\((.*)\)$/s.exec(sql)?.[1]
  if (inner === undefined) return fields
  for (const part of partsOf(inner)) {
    const field = /^(?:"((?:[^"]|"")*)"|(\S+)) (.*)$/s.exec(part.trim())
    if (field !== null) fields.set(field[1]?.replaceAll('""', '"') ?? field[2]!, columnType(field[3]!))
  }
  return fields
}

/** Parts between commas that are in no brackets and no quotes. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let quote = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '(' || character === '[') depth++
    else if (character === ')' || character === ']') depth--
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, text.slice(from)]
}
