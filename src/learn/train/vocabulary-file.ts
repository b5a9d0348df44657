import { byKey } from '../../diagnostics/text-order.ts'
import type { Vocabulary } from '../../graph/vocabulary.ts'
import type { Host } from '../../host/host.ts'
import { sha256Of } from '../../host/sha256.ts'
import type { Table } from '../../model/table.ts'
import { checkDigest, damaged, type RunFolder, readJson } from './run-folder.ts'
import { vocabularyFault } from './vocabulary-fault.ts'

export type StoredVocabulary =
  | { readonly of: 'id'; readonly ids: readonly string[] }
  | { readonly of: 'string'; readonly words: readonly string[] }

/**
 * `vocabularies.json`: by table, words in the order of their rows; ids as decimal text, which JSON numbers can't hold. Gives the file's
 * SHA-256.
 */
export function writeVocabularies(host: Host, files: RunFolder, vocabularies: ReadonlyMap<string, Vocabulary>): string {
  const tables = [...vocabularies].sort(byKey)
  const stored = Object.fromEntries(
    tables.map(([table, vocabulary]): [string, StoredVocabulary] => [
      table,
      vocabulary.of === 'id'
        ? { of: 'id', ids: Array.from(vocabulary.ids, String) }
        : { of: 'string', words: vocabulary.words },
    ]),
  )
  const text = `${JSON.stringify(stored, null, 2)}\n`
  host.writeAtomic(files.vocabularies, text)
  return sha256Of(text)
}

/** What a run's vocabularies are compared with. */
export interface ExpectedVocabularies {
  /** Those of the model; undefined where the file alone is checked. */
  readonly tables: readonly Table[] | undefined
  /** Of the file, as run.json records it; undefined where it is not to be verified. */
  readonly digest: string | undefined
}

/** Undefined where the file is not there. Errors: CTR5004 where it is not what was written, or not what the model's tables need. */
export function readVocabularies(
  host: Host,
  files: RunFolder,
  { tables, digest }: ExpectedVocabularies = { tables: undefined, digest: undefined },
): ReadonlyMap<string, Vocabulary> | undefined {
  const found = readJson(host, files.vocabularies, 'vocabularies')
  if (found === undefined) return undefined
  if (digest !== undefined) checkDigest(files.vocabularies, found.text, digest)
  const vocabularies = new Map(
    entriesOf(found.value).map(([table, stored]) => {
      const vocabulary = vocabularyFrom(table, stored)
      if (typeof vocabulary === 'string') throw damaged(files.vocabularies, vocabulary)
      return [table, vocabulary]
    }),
  )
  const fault = tables === undefined ? undefined : vocabularyFault(tables, vocabularies)
  if (fault !== undefined) throw damaged(files.vocabularies, fault)
  return vocabularies
}

/** The schema has been checked. */
const entriesOf = (value: unknown): [string, StoredVocabulary][] =>
  Object.entries(value as Readonly<Record<string, StoredVocabulary>>)

/** A table's vocabulary as JSON holds it, or what is wrong with it. */
export function vocabularyFrom(table: string, stored: StoredVocabulary): Vocabulary | string {
  if (stored.of === 'string') return { table, of: 'string', words: stored.words }
  const wrong = stored.ids.find((id) => !/^-?\d{1,19}$/.test(id) || String(BigInt.asIntN(64, BigInt(id))) !== id)
  if (wrong !== undefined) return `table '${table}': '${wrong}' is no id of 64 bits`
  return { table, of: 'id', ids: BigInt64Array.from(stored.ids, BigInt) }
}
