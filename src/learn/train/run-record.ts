import { createHash } from 'node:crypto'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import { hasFields } from '../../host/fields.ts'
import type { Host } from '../../host/host.ts'
import { isSealed, sealedJson } from '../../host/seal.ts'
import { sha256Of } from '../../host/sha256.ts'
import type { CompiledModel } from '../../language/elaborate/compile-model.ts'
import { changesBetween } from '../../language/resolve/changes.ts'
import { changedDeclarations } from '../../language/resolve/digest.ts'
import { schemaFault } from '../../schemas/schema-fault.ts'
import { changed, damaged, parsedJson, type RunFolder, readRunText } from './run-folder.ts'

/**
 * `run.json`: what is trained, on what, and by which version of the spec, with a digest of itself. Written when the run begins; a resumed
 * run may have other parameters of the query and another working folder, nothing else.
 */
export interface RunRecord {
  readonly format: 3
  /** Version of ctrc. */
  readonly ctrc: string
  /** The entry file as it was called when the run began, absolute. The run itself keeps it: nothing is read there. */
  readonly spec: string
  readonly model: string
  readonly dataset: string
  readonly params: Readonly<Record<string, string>>
  /** The working folder, absolute: what relative paths in `params` and in the query are relative to. */
  readonly folder: string
  readonly engine: string
  readonly seed: number
  readonly threads: number
  /** A digest of each declaration of the program, by `kind name`: shows which of them changed since. */
  readonly declarations: Readonly<Record<string, string>>
  /** SHA-256 of each file that is written before this one and never again: the vocabularies, the fits, what lies in `spec/`. By path in the run. */
  readonly files: Readonly<Record<string, string>>
}

export const digestsOf = ({ declarations }: CompiledModel): Readonly<Record<string, string>> =>
  Object.fromEntries([...declarations].map(([name, text]) => [name, digest(text)]))

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** What weights do not depend on: it may change between training and export. */
const afterTraining = /^(train|dataset|serve) /

/**
 * What differs between the model that a run keeps and another, described; `resuming` counts training and data among it, which a
 * finished model's weights do not depend on.
 */
export function changesSince(
  kept: ReadonlyMap<string, string>,
  { declarations }: CompiledModel,
  resuming: boolean,
): readonly string[] {
  return [...changesBetween(kept, declarations)]
    .filter(([name]) => !name.startsWith('serve ') && (resuming || !afterTraining.test(name)))
    .map(([, change]) => change)
}

/** Declarations of which a run's record has another digest: those that its kept files do not give as they did. */
export function misread({ declarations }: RunRecord, model: CompiledModel): readonly string[] {
  return changedDeclarations(new Map(Object.entries(declarations)), new Map(Object.entries(digestsOf(model))))
}

export const writeRecord = (host: Host, files: RunFolder, record: RunRecord): void =>
  host.writeAtomic(files.record, sealedJson(record))

/**
 * Undefined where the folder has none. `digests`: verify its own. Errors: CTR5004, CTR5014 a run of an older version, which holds less.
 */
export function readRecord(host: Host, files: RunFolder, digests = true): RunRecord | undefined {
  const text = readRunText(host, files.record)
  if (text === undefined) return undefined
  const found = parsedJson(files.record, text)
  const older = olderFormat(found)
  if (older !== undefined)
    throw new DiagnosticError([diagnostic('CTR5014', undefined, { ...older, folder: files.folder })])
  const fault = schemaFault('run', found)
  if (fault !== undefined || !isStoredRecord(found)) throw damaged(files.record, fault ?? 'it is no record')
  if (digests && !isSealed(text, found.digest)) throw damaged(files.record, changed)
  const { digest: _, ...record } = found
  return record
}

/** What a run of an older format was made by, and lacks. */
function olderFormat(found: unknown): { readonly version: string; readonly lacks: string } | undefined {
  if (!hasFields(found, { format: 'number', ctrc: 'string' })) return undefined
  if (found.format === 1) return { version: found.ctrc, lacks: 'their spec' }
  return found.format === 2 ? { version: found.ctrc, lacks: 'the digests of their files' } : undefined
}

const isStoredRecord = (value: unknown): value is RunRecord & { readonly digest: string } =>
  schemaFault('run', value) === undefined

/**
 * What a run's checkpoints belong to: a digest of what their values depend on. It has no path and no parameter of the query, as data may
 * move, so that runs of equal inputs have equal checkpoints.
 */
export function runIdentity({ model, dataset, engine, seed, threads, declarations, files }: RunRecord): string {
  const { 'vocabularies.json': vocabularies, 'fits.json': fits } = files
  const ordered = Object.entries(declarations).sort(byKey)
  // A run that fits no feature is what it was before there were any.
  const fitted = fits === undefined ? [] : [fits]
  return sha256Of(JSON.stringify([model, dataset, engine, seed, threads, ordered, vocabularies, ...fitted]))
}
