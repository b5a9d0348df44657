import { diagnostic } from '../diagnostics/report.ts'
import { inQuery } from '../diagnostics/wording.ts'
import type { ColumnFault } from './reading.ts'
import { quoteName } from './sql/quote.ts'

const hasNul = (word: string): string => `contains(${word}, chr(0))`

/** Words with NUL in them are read as missing, since runtimes cut them there. Halves of surrogate pairs are in no column: DuckDB's text is UTF-8. */
export const unreadableWord: ColumnFault = {
  isWarning: true,
  condition: (column) => hasNul(`CAST(${column} AS VARCHAR)`),
  example: (column) => column,
  diagnostic: ({ name, span }, rows, example) => {
    const remedy = inQuery(`replace(${quoteName(name)}, chr(0), '')`, 'makes words of them')
    return diagnostic('CTR4049', span, { feature: name, rows, example, remedy })
  },
}

const unreadable = (column: string): string => `list_filter(${column}, element -> ${hasNul('element')})`

/** The same of a list's elements. */
export const unreadableWords: ColumnFault = {
  isWarning: true,
  condition: (column) => `len(${unreadable(column)}) > 0`,
  example: (column) => `${unreadable(column)}[1]`,
  diagnostic: ({ name, span }, rows, example) => {
    const replaced = `list_transform(${quoteName(name)}, element -> replace(element, chr(0), ''))`
    const remedy = inQuery(replaced, 'makes words of them')
    return diagnostic('CTR4049', span, { feature: name, rows, example, remedy })
  },
}
