import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { sourceSql } from '../features/reading.ts'
import { isUnreadableWord } from '../graph/missing.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import { type Host, HostError } from '../host/host.ts'
import type { Origins } from '../model/origins.ts'
import type { Table } from '../model/table.ts'
import type { RawColumnPlan } from './columns.ts'
import { overRows } from './failures.ts'
import { caseColumn, type RowPlan } from './row-plan.ts'
import { caseIn } from './surfaces.ts'
import { isValid } from './validity.ts'

/**
 * The words of a table as the features that read it have them on the training split's live rows: the most frequent first,
 * ties by word (ids by number, strings by their UTF-8 bytes), at most as many as the table has rows. In lists, the elements kept count.
 */
export async function fitVocabulary(
  plan: RowPlan,
  table: Table,
  readers: readonly RawColumnPlan[],
  live: SurfaceSet,
): Promise<Vocabulary> {
  const { origin, origins, database } = plan.source
  const train = plan.splits.get('train')
  if (train === undefined) throw new DiagnosticError([diagnostic('CTR4051', origins.get(table), { table: table.name })])
  const { rule } = table
  if (rule.kind !== 'vocabulary') throw new Error(`table '${table.name}' has no vocabulary`)
  const type = rule.of === 'id' ? 'BIGINT' : 'VARCHAR'
  const sql =
    `SELECT CAST(word AS ${type}) AS word FROM ${wordsSql(plan, rule, train, readers, live)} AS words ` +
    `WHERE seen >= ${rule.seen ?? 1} ORDER BY seen DESC, word LIMIT ${rule.rows}`
  return overRows(origin, async () => {
    const ids: bigint[] = []
    const strings: string[] = []
    for await (const chunk of database.stream(sql)) {
      if (rule.of === 'string') {
        for (const word of chunk.strings(0)) if (word !== null) strings.push(word)
        continue
      }
      const { values, validity } = chunk.longs(0)
      for (let i = 0; i < chunk.rows; i++)
        if (isValid(validity, i)) ids.push((BigInt(values[2 * i + 1]! | 0) << 32n) | BigInt(values[2 * i]!))
    }
    return rule.of === 'id'
      ? { table: table.name, of: 'id', ids: BigInt64Array.from(ids) }
      : { table: table.name, of: 'string', words: strings }
  })
}

/** A table of the words that can be in a vocabulary, and of how often each was seen on the rows of the condition `train`. */
export function wordsSql(
  plan: RowPlan,
  { of }: VocabularyRule,
  train: string,
  readers: readonly RawColumnPlan[],
  live: SurfaceSet,
): string {
  const words = readers.map((reader) => {
    const surfaces = reader.feature?.surfaces?.intersect(live) ?? live
    return `SELECT ${wordSql(reader)} AS word FROM ${plan.rows} WHERE ${caseIn(plan.surfaces, surfaces, caseColumn)} AND ${train}`
  })
  return (
    `(SELECT word, count(*) AS seen FROM (${words.join(' UNION ALL ')}) ` +
    `WHERE word IS NOT NULL${of === 'string' ? " AND word <> '' AND NOT contains(word, chr(0))" : ''} GROUP BY word)`
  )
}

export type VocabularyRule = Extract<Table['rule'], { kind: 'vocabulary' }>

const wordSql = ({ spec }: RawColumnPlan): string => spec.reading.words(sourceSql(spec))

/** Those written in place; else one word a line, in the order of their rows; empty lines count for nothing. Throws CTR4050. */
export function readVocabulary(host: Host, table: Table, origins: Origins): Vocabulary {
  const { rule, name } = table
  if (rule.kind === 'vocabulary' && rule.words !== undefined)
    return rule.of === 'string'
      ? { table: name, of: 'string', words: rule.words }
      : { table: name, of: 'id', ids: BigInt64Array.from(rule.words, BigInt) }
  if (rule.kind !== 'vocabulary' || rule.file === undefined) throw new Error(`table '${name}' has no vocabulary file`)
  const file = rule.file
  const refuse = (reason: string): never => {
    throw new DiagnosticError([diagnostic('CTR4050', origins.get(table), { table: name, file, reason })])
  }
  const words = textOf(host, file, refuse)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  const seen = new Set<string>()
  for (const word of words) {
    if (seen.has(word)) refuse(`'${word}' stands in it twice`)
    seen.add(word)
  }
  const unreadable = words.findIndex(isUnreadableWord)
  if (unreadable >= 0) refuse(`its word ${unreadable + 1} has NUL in it, and would be read as missing`)
  if (words.length === 0) refuse('it has no words')
  if (words.length > rule.rows) refuse(`it has ${words.length} words, the table ${rule.rows} rows`)
  if (rule.of === 'string') return { table: name, of: 'string', words }
  const wrong = words.find((word) => !/^-?\d{1,19}$/.test(word) || BigInt.asIntN(64, BigInt(word)) !== BigInt(word))
  if (wrong !== undefined) refuse(`'${wrong}' is no id`)
  return { table: name, of: 'id', ids: BigInt64Array.from(words, BigInt) }
}

function textOf(host: Host, file: string, refuse: (reason: string) => never): string {
  try {
    return host.readText(file) ?? refuse('there is no such file')
  } catch (error) {
    if (error instanceof HostError) return refuse(error.message)
    throw error
  }
}
