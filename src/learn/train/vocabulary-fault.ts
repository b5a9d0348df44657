import { type Vocabulary, vocabularySize } from '../../graph/vocabulary.ts'
import type { Table } from '../../model/table.ts'

/**
 * What is wrong with vocabularies that come from a file: they are those of the tables that have one, each of the table's kind of words, of at
 * most as many as it has rows, each word once. Undefined where nothing is. `tables`: those that the model reads.
 */
export function vocabularyFault(
  tables: readonly Table[],
  vocabularies: ReadonlyMap<string, Vocabulary>,
): string | undefined {
  const wanted = tables.filter(({ rule }) => rule.kind === 'vocabulary')
  const missing = wanted.find(({ name }) => !vocabularies.has(name))
  if (missing !== undefined) return `it lacks table '${missing.name}', which the model has`
  const names = new Set(wanted.map(({ name }) => name))
  const extra = [...vocabularies.keys()].find((name) => !names.has(name))
  if (extra !== undefined) return `it holds table '${extra}', of which the model has no vocabulary`
  for (const table of wanted) {
    const fault = faultOf(table, vocabularies.get(table.name)!)
    if (fault !== undefined) return `table '${table.name}': ${fault}`
  }
  return undefined
}

function faultOf({ rule }: Table, vocabulary: Vocabulary): string | undefined {
  if (rule.kind !== 'vocabulary') return 'it has no vocabulary'
  if (rule.of !== vocabulary.of) return `its words are of kind ${vocabulary.of}, the model's of kind ${rule.of}`
  const size = vocabularySize(vocabulary)
  if (size > rule.rows) return `it has ${size} words, the table ${rule.rows} rows`
  const seen = new Set<bigint | string>()
  for (const word of vocabulary.of === 'id' ? vocabulary.ids : vocabulary.words) {
    if (seen.has(word)) return `'${word}' is in it twice`
    if (word === '') return 'a word is empty, which is a missing value'
    seen.add(word)
  }
  return undefined
}
