import { byKey } from '../../diagnostics/text-order.ts'
import type { Vocabulary } from '../../graph/vocabulary.ts'
import type { Host } from '../../host/host.ts'
import { damaged, type RunFolder, readJson, writeJson } from './run-folder.ts'

/** `vocabularies.json`: by table, words in the order of their rows; ids as decimal text, which JSON numbers can't hold. */
export function writeVocabularies(host: Host, files: RunFolder, vocabularies: ReadonlyMap<string, Vocabulary>): void {
  const tables = [...vocabularies].sort(byKey)
  writeJson(
    host,
    files.vocabularies,
    Object.fromEntries(
      tables.map(([table, vocabulary]) => [
        table,
        vocabulary.of === 'id'
          ? { of: 'id', ids: Array.from(vocabulary.ids, String) }
          : { of: 'string', words: vocabulary.words },
      ]),
    ),
  )
}

/** Undefined where the file is not there. Errors: CTR5004. */
export function readVocabularies(host: Host, files: RunFolder): ReadonlyMap<string, Vocabulary> | undefined {
  const found = readJson(host, files.vocabularies)
  if (found === undefined) return undefined
  if (typeof found !== 'object' || found === null) throw damaged(files.vocabularies, 'it is no JSON object')
  return new Map(
    Object.entries(found).map(([table, stored]) => {
      const vocabulary = vocabularyOf(table, stored)
      if (vocabulary === undefined) throw damaged(files.vocabularies, `table '${table}' has no list of words`)
      return [table, vocabulary]
    }),
  )
}

function vocabularyOf(table: string, stored: unknown): Vocabulary | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined
  if ('ids' in stored && isTexts(stored.ids) && stored.ids.every((id) => /^-?\d+$/.test(id))) {
    return { table, of: 'id', ids: BigInt64Array.from(stored.ids, BigInt) }
  }
  if ('words' in stored && isTexts(stored.words)) return { table, of: 'string', words: stored.words }
  return undefined
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')
