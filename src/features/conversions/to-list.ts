import type { ColumnType } from '../sql/column-type.ts'
import { quoteText } from '../sql/quote.ts'
import { after, type Conversion, forElements } from './conversion.ts'
import { ofField } from './of-field.ts'

/** What a list's elements are to be. */
export interface ElementTarget {
  readonly fits: (type: ColumnType) => boolean
  readonly conversions: (type: ColumnType) => readonly Conversion[]
  /** `BIGINT` */
  readonly sqlType: string
}

/** Between the values of one text; the first that occurs is taken. */
const separators = ['|', ';', '\u0001', '\t', ',', '^', '#', ' '] as const

const text: ColumnType = { kind: 'string', sql: 'VARCHAR' }

/** How a column becomes a list of such elements. */
export function toList(type: ColumnType, target: ElementTarget): readonly Conversion[] {
  const { fits, conversions } = target
  if (type.kind === 'string') return fromText(target)
  if (type.kind === 'other') {
    if (type.sql === 'JSON') return [{ sql: (column) => `cast(${column} as ${target.sqlType}[])` }]
    return type.sql.startsWith('MAP(') ? [{ sql: (column) => `map_keys(${column})`, does: 'takes its keys' }] : []
  }
  if (type.kind !== 'list') {
    const one: readonly Conversion[] = fits(type) ? [{ sql: (column) => column }] : conversions(type)
    return one.map((each) => ({ ...each, sql: (column) => `if(${column} is null, null, [${each.sql(column)}])` }))
  }
  const { element } = type
  if (element.kind === 'list') {
    const flat = (column: string): string => `flatten(${column})`
    if (fits(element.element)) return [{ sql: flat, does: 'makes one list of it' }]
    return toList(element, target).map((each) => after(flat, each))
  }
  const fromFields = ofField(element, fits, conversions)
  return [...(fits(element) ? [] : conversions(element)), ...fromFields].map((each) => forElements(each))
}

/** `[1, 2]` as text, else values between separators. An empty text is a missing list. */
function fromText({ fits, conversions, sqlType }: ElementTarget): readonly Conversion[] {
  const split = (separator: string) => (column: string) =>
    `string_split(nullif(${column}, ''), ${separator < ' ' ? `chr(${separator.charCodeAt(0)})` : quoteText(separator)})`
  const parts: readonly Conversion[] = fits(text) ? [] : conversions(text).filter(({ drops }) => drops === undefined)
  const bracketed: Conversion = {
    sql: (column) => `cast(nullif(${column}, '') as ${sqlType}[])`,
    // Each element by itself, since a cast of the whole rounds `[1.7]` to integers.
    loses: (column) => {
      const elements = `try_cast(nullif(${column}, '') as VARCHAR[])`
      const lost = parts[0]?.loses
      const some = lost === undefined ? '' : ` OR len(list_filter(${elements}, element -> ${lost('element')})) > 0`
      return `(${column} <> '' AND (${column} NOT LIKE '[%]' OR ${elements} IS NULL${some}))`
    },
  }
  const between = separators.map((separator): readonly Conversion[] => {
    const values = split(separator)
    const sign = (column: string): string =>
      `contains(${column}, ${separator < ' ' ? `chr(${separator.charCodeAt(0)})` : quoteText(separator)})`
    const whole: readonly Conversion[] =
      parts.length === 0 ? [{ sql: values }] : parts.map((each) => forElements(each, values))
    return whole.map((each) => ({ ...each, sign }))
  })
  // By how the values convert first: words that hold a comma are hashed only where no separator gives numbers.
  const most = Math.max(...between.map(({ length }) => length))
  const ordered = Array.from({ length: most }, (_, i) => between.flatMap((each) => each[i] ?? [])).flat()
  // A text without any is one value.
  const alone = (between[0] ?? []).map(({ sign: _, ...each }): Conversion => each)
  return [bracketed, ...ordered, ...alone]
}
