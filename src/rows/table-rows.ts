import type { TableLookup } from '../features/encode.ts'
import { type TableDeclaration, tableHeight } from '../graph/graph.ts'
import { isMissingWord, isMissingWords } from '../graph/missing.ts'
import { mixId, seedOf } from '../graph/mix.ts'
import { hashWord } from '../graph/murmur3.ts'
import { firstKnownRow, missingRow, missingString, unknownRow, type Vocabulary } from '../graph/vocabulary.ts'
import { IdPositions } from './id-positions.ts'

/** How raw ids or words find their rows in one table (graph.ts, TableRowsRule). */
export interface TableRows extends TableLookup {
  readonly height: number
}

/** `vocabulary`: of a vocabulary table alone. */
export function tableRowsOf(table: TableDeclaration, vocabulary: Vocabulary | undefined): TableRows {
  const rowOfId = presentIdRow(table, vocabulary)
  const rowOfWord = presentWordRow(table, vocabulary)
  const isMissing = isMissingWords(undefined)
  return {
    height: tableHeight(table),
    ofId: (low, high) => (isMissing(low, high) ? missingRow : rowOfId(low, high)),
    ofWord: (word) => (word === missingString ? missingRow : rowOfWord(word)),
  }
}

function presentIdRow(table: TableDeclaration, vocabulary: Vocabulary | undefined): TableRows['ofId'] {
  const { rule, name } = table
  switch (rule.kind) {
    case 'hash': {
      const seed = seedOf(name)
      return (low, high) => 1 + (mixId(low, high, seed) % rule.rows)
    }
    case 'range':
      return (low, high) => (high === 0 && low < rule.rows ? firstKnownRow + low : unknownRow)
    case 'vocabulary': {
      if (vocabulary?.of !== 'id') return unread(name, 'ids')
      const positions = new IdPositions(vocabulary.ids)
      return (low, high) => {
        const position = positions.of(low, high)
        return position < 0 ? unknownRow : firstKnownRow + position
      }
    }
  }
}

function presentWordRow({ rule, name }: TableDeclaration, vocabulary: Vocabulary | undefined): TableRows['ofWord'] {
  if (rule.kind === 'hash') {
    const seed = seedOf(name)
    return (word) => (isMissingWord(word) ? missingRow : 1 + (hashWord(word, seed) % rule.rows))
  }
  if (rule.kind !== 'vocabulary' || vocabulary?.of !== 'string') return unread(name, 'words')
  const rows = new Map(vocabulary.words.map((word, position) => [word, firstKnownRow + position]))
  // None of a vocabulary's words is missing, so that the test is left to the others.
  return (word) => rows.get(word) ?? (isMissingWord(word) ? missingRow : unknownRow)
}

/** A defect of the caller: the checker knows what a table is made of, and vocabularies come before batches. */
const unread = (table: string, what: string) => (): never => {
  throw new Error(`table '${table}' has no rows for ${what}: its vocabulary was not given`)
}
