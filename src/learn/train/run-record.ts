import { createHash } from 'node:crypto'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { hasFields, isObject } from '../../host/fields.ts'
import type { Host } from '../../host/host.ts'
import type { CompiledModel } from '../../language/elaborate/compile-model.ts'
import { changesBetween } from '../../language/resolve/changes.ts'
import { changedDeclarations } from '../../language/resolve/digest.ts'
import { damaged, type RunFolder, readJson, writeJson } from './run-folder.ts'

/** `run.json`: what is trained, on what, and by which version of the spec. Written when the run begins, and never changed. */
export interface RunRecord {
  readonly format: 2
  /** Version of ctrc. */
  readonly ctrc: string
  /** The entry file as it was called when the run began, absolute. The run itself keeps it: nothing is read there. */
  readonly spec: string
  readonly model: string
  readonly dataset: string
  readonly params: Readonly<Record<string, string>>
  readonly engine: string
  readonly seed: number
  readonly threads: number
  /** A digest of each declaration of the program, by `kind name`: shows which of them changed since. */
  readonly declarations: Readonly<Record<string, string>>
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
  writeJson(host, files.record, record)

/** Undefined where the folder has none. Errors: CTR5004, CTR5014 a run that holds no spec. */
export function readRecord(host: Host, files: RunFolder): RunRecord | undefined {
  const found = readJson(host, files.record)
  if (found === undefined) return undefined
  if (isRecord(found)) return found
  if (hasFields(found, { format: 'number', ctrc: 'string' }) && found.format === 1)
    throw new DiagnosticError([diagnostic('CTR5014', undefined, { folder: files.folder, version: found.ctrc })])
  throw damaged(files.record, 'it lacks a field, or was written by another version of ctrc')
}

const recordFields = {
  format: 'number',
  ctrc: 'string',
  spec: 'string',
  model: 'string',
  dataset: 'string',
  engine: 'string',
  seed: 'number',
  threads: 'number',
} as const

const isRecord = (value: unknown): value is RunRecord =>
  hasFields(value, recordFields) &&
  value.format === 2 &&
  'params' in value &&
  isTexts(value.params) &&
  'declarations' in value &&
  isTexts(value.declarations)

const isTexts = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every((each) => typeof each === 'string')
