import { nearest } from '../diagnostics/nearest.ts'
import { inQuery, inReadCsv } from '../diagnostics/wording.ts'
import type { ColumnType } from '../features/sql/column-type.ts'
import { quoteName, quoteText } from '../features/sql/quote.ts'
import { structFields } from '../features/sql/struct-fields.ts'

/** What a message proposes in the place of a column that is not there. */
export interface Absence {
  /** SQL that gives it. */
  readonly remedy: string | undefined
  readonly near: string | undefined
  /** What is there, where nothing better is known. */
  readonly has: readonly string[]
}

/** What may have been meant by a name that no column has. */
export function absentColumn(name: string, columns: ReadonlyMap<string, ColumnType>): Absence {
  const names = [...columns.keys()]
  return {
    remedy: unsplitLines(names) ?? unnamed(names) ?? spelled(name, names) ?? ofStruct(name, columns),
    near: nearest(name, names),
    has: names,
  }
}

const twoOrMore = /::|\|\||;;|\t\t/

/** A line of a file with a separator that is not guessed, taken for one column's name. */
function unsplitLines(names: readonly string[]): string | undefined {
  const separator = names.map((name) => twoOrMore.exec(name)?.[0]).find((each) => each !== undefined)
  return separator === undefined ? undefined : inReadCsv(`delim = ${quoteText(separator)}`, 'splits its lines')
}

/** DuckDB's names for columns of a CSV file without a header. */
const numbered = /^column\d+$/

function unnamed(names: readonly string[]): string | undefined {
  const found = names.filter((name) => numbered.test(name))
  if (!found.some((name) => /^column0+$/.test(name))) return undefined
  const ends = found.length === 1 ? found[0] : `${found[0]} to ${found.at(-1)}`
  return inReadCsv("names = ['a', 'b', ...]", `names its columns, which have no header, in their order (${ends})`)
}

const letters = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** The same letters and digits: `user:id` for user_id; or a number behind a word, since no name begins with a digit: `101` for c101. */
function spelled(name: string, names: readonly string[]): string | undefined {
  const wanted = letters(name)
  const number = /^[A-Za-z]+_?(\d.*)$/.exec(name)?.[1]
  const found =
    names.find((each) => letters(each) === wanted) ??
    names.find((each) => number !== undefined && letters(each) === letters(number))
  if (found === undefined) return undefined
  const renamed = `${quoteName(found)} as ${quoteName(name)}`
  // To SQL two names that differ in case alone are one.
  const isSame = found.toLowerCase() === name.toLowerCase()
  return inQuery(isSame ? `select * rename (${renamed})` : `select *, ${renamed}`, 'names it so')
}

/** A field of a struct: `country` of `user`, by its own name or as user_country. */
function ofStruct(name: string, columns: ReadonlyMap<string, ColumnType>): string | undefined {
  for (const [column, { sql }] of columns)
    for (const field of structFields(sql).keys())
      if ([field, `${column}_${field}`].some((each) => letters(each) === letters(name)))
        return inQuery(
          `select *, ${quoteName(column)}.${quoteName(field)} as ${quoteName(name)}`,
          'takes it from there',
        )
  return undefined
}
