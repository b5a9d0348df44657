import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import type { RawColumn } from '../features/raw.ts'
import { rawFeed } from '../features/raw-feeds.ts'
import { isUnreadableWord } from '../graph/missing.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { Host } from '../host/host.ts'
import { during } from '../host/progress.ts'
import { pathsAccess } from '../rows/access.ts'
import type { Chunk } from '../rows/chunk.ts'
import { openDatabase } from '../rows/connection.ts'
import { isDuckdbError, reasonOf } from '../rows/failures.ts'
import { rawBuilder } from '../rows/raw-builder.ts'
import type { NativeSession } from '../runtime/native.ts'
import { openExported } from './exported-surface.ts'
import { formatOf } from './file-format.ts'
import { type InputFile, inputFile } from './input-file.ts'
import { inputPlace, unknownEnding } from './input-place.ts'
import type { Manifest } from './manifest.ts'
import { writeScores } from './score-file.ts'

export interface PredictResult {
  readonly surface: string
  readonly rows: number
  /** Rows by status that have no score. */
  readonly unscored: Readonly<Record<string, number>>
  /** By column, its words that are read as missing since a runtime might read another word (graph/missing.ts). */
  readonly unreadable: Readonly<Record<string, number>>
  readonly out: string
  /** Of numbers that no 32-bit float holds and that are therefore read as missing: CTR4045. */
  readonly warnings: readonly Diagnostic[]
}

/** Rows per call of the graph. A row's score does not depend on its neighbours, so this affects memory alone. */
const batchRows = 2048

/**
 * Scores files by an exported surface alone: reads the columns that manifest.json names, writes the files' columns with the graph's
 * outputs beside them. The output is whole or not there. `input` is a file, a folder or a pattern (input-place.ts).
 * `digests`: verify those of the export. Errors: CTR7007-CTR7011,
 * CTR7013, CTR7014, and what a kind of feature refuses in its columns.
 */
export async function predict(
  host: Host,
  folder: string,
  input: string,
  out: string,
  digests = true,
): Promise<PredictResult> {
  if (formatOf(out) === undefined) throw new DiagnosticError([unknownEnding(out)])
  // One thread: rows come in the file's order, and scores go back beside them.
  const database = await openDatabase(host, 1, pathsAccess(host, [input]))
  let session: NativeSession | undefined
  try {
    const place = await inputPlace(host, database, input)
    if (place.files.some((file) => host.isSame(file, out)))
      throw new DiagnosticError([diagnostic('CTR7014', undefined, { out, input })])
    const exported = await during(host.progress, ['start-engine'], () => openExported(host, folder, digests))
    session = exported.session
    const { manifest } = exported
    const file = await inputFile(database, manifest, place)
    const scores = new Map<string, number[]>(manifest.outputs.map(({ name }) => [name, []]))
    const unreadable = new Map<string, number>()
    let isUnusual = false
    await during(host.progress, ['score', file.rows], async (phase) => {
      for await (const batch of batchesOf(database, file)) {
        isUnusual ||= batch.isUnusual
        countUnreadable(batch.columns, unreadable)
        const outputs = await exported.session.run(feedsOf(manifest, batch.columns, batch.rows))
        for (const [name, into] of scores) into.push(...numbersOf(outputs.get(name)))
        phase.advance(batch.rows)
      }
    })
    const warnings = isUnusual ? await file.warnings() : []
    await during(host.progress, ['write-scores'], () => writeScores(host, place, out, scores))
    return {
      surface: manifest.surface,
      rows: scores.get('status')?.length ?? 0,
      unscored: unscoredOf(scores.get('status') ?? []),
      unreadable: Object.fromEntries(unreadable),
      ...{ out, warnings },
    }
  } catch (error) {
    if (!isDuckdbError(error)) throw error
    throw new DiagnosticError([diagnostic('CTR7011', undefined, { file: input, reason: reasonOf(error.message) })])
  } finally {
    database.close()
    await session?.dispose()
  }
}

interface RawBatch {
  readonly rows: number
  readonly columns: ReadonlyMap<string, RawColumn>
  /** Whether a value of the rows read so far is read otherwise than it is written. */
  readonly isUnusual: boolean
}

async function* batchesOf(
  database: Awaited<ReturnType<typeof openDatabase>>,
  file: InputFile,
): AsyncGenerator<RawBatch> {
  const { columns: wanted } = file
  const builders = wanted.map(({ reading }) => rawBuilder(reading.storage, batchRows))
  let rows = 0
  let isUnusual = false
  const finish = (): RawBatch => {
    const columns = new Map(wanted.map(({ name }, i): [string, RawColumn] => [name, builders[i]!.finish(rows)]))
    return { rows, columns, isUnusual }
  }
  for await (const chunk of chunksOf(database, file)) {
    isUnusual ||= chunk.bytes(wanted.length + 1).values.includes(1)
    for (let from = 0; from < chunk.rows; ) {
      const to = Math.min(chunk.rows, from + batchRows - rows)
      builders.forEach((builder, column) => {
        builder.append(chunk, column, from, to)
      })
      rows += to - from
      from = to
      if (rows < batchRows) continue
      yield finish()
      rows = 0
    }
  }
  if (rows > 0) yield finish()
}

/** The file's rows, as DuckDB gives them, while nothing is wrong with them. */
async function* chunksOf(
  database: Awaited<ReturnType<typeof openDatabase>>,
  { columns, sql, faults }: InputFile,
): AsyncGenerator<Chunk> {
  try {
    for await (const chunk of database.stream(sql)) {
      if (chunk.bytes(columns.length).values.includes(1)) await faults()
      yield chunk
    }
  } catch (error) {
    if (isDuckdbError(error)) await faults()
    throw error
  }
}

function feedsOf(
  manifest: Manifest,
  columns: ReadonlyMap<string, RawColumn>,
  count: number,
): ReadonlyMap<string, HostTensor> {
  const rows = Int32Array.from({ length: count }, (_, row) => row)
  return new Map(
    manifest.inputs.map(({ name, feature, role, shape }) => {
      const column = columns.get(feature)
      if (column === undefined) throw new Error(`column '${feature}' was not read`)
      const perRow = shape.slice(1).map((size) => (typeof size === 'number' ? size : 1))
      return [name, rawFeed(column, role === 'length' ? 'length' : 'value', rows, perRow)]
    }),
  )
}

function numbersOf(tensor: HostTensor | undefined): readonly number[] {
  if (tensor?.dtype === 'float32') return Array.from(tensor.data)
  if (tensor?.dtype === 'int64') return Array.from(tensor.data, Number)
  throw new Error('an output of the graph is missing')
}

function countUnreadable(columns: ReadonlyMap<string, RawColumn>, into: Map<string, number>): void {
  for (const [name, column] of columns) {
    if (column.kind !== 'string' && !(column.kind === 'list' && column.of === 'string')) continue
    const found = column.values.reduce((count, word) => count + (isUnreadableWord(word) ? 1 : 0), 0)
    if (found > 0) into.set(name, (into.get(name) ?? 0) + found)
  }
}

function unscoredOf(status: readonly number[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const each of status) if (each !== 0) counts[each] = (counts[each] ?? 0) + 1
  return counts
}
