import { createHash } from 'node:crypto'
import { hasFields, isObject } from '../../host/fields.ts'
import type { Host } from '../../host/host.ts'
import type { CompiledModel } from '../../language/elaborate/compile-model.ts'
import { damaged, type RunFolder, readJson, writeJson } from './run-folder.ts'

/** `run.json`: what is trained, on what, and by which version of the spec. Written when the run begins, and never changed. */
export interface RunRecord {
  readonly format: 1
  /** Version of ctrc. */
  readonly ctrc: string
  /** The entry file, absolute. */
  readonly spec: string
  readonly model: string
  readonly dataset: string
  readonly params: Readonly<Record<string, string>>
  readonly engine: string
  readonly seed: number
  readonly threads: number
  /** A digest of each declaration of the program, by `kind name`: says which of them changed since. */
  readonly declarations: Readonly<Record<string, string>>
}

export const digestsOf = ({ declarations }: CompiledModel): Readonly<Record<string, string>> =>
  Object.fromEntries([...declarations].map(([name, text]) => [name, digest(text)]))

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** What weights do not depend on: it may change between training and export. */
const afterTraining = /^(train|dataset|serve) /

/**
 * Declarations that are not what they were when the run began; `resuming` counts those of training and data among them,
 * which a finished model's weights do not depend on.
 */
export function changedSince(record: RunRecord, model: CompiledModel, resuming: boolean): readonly string[] {
  const now = digestsOf(model)
  const names = new Set([...Object.keys(record.declarations), ...Object.keys(now)])
  return [...names]
    .filter((name) => record.declarations[name] !== now[name])
    .filter((name) => !name.startsWith('serve ') && (resuming || !afterTraining.test(name)))
    .sort()
}

export const writeRecord = (host: Host, files: RunFolder, record: RunRecord): void =>
  writeJson(host, files.record, record)

/** Undefined where the folder has none. Errors: CTR5004. */
export function readRecord(host: Host, files: RunFolder): RunRecord | undefined {
  const found = readJson(host, files.record)
  if (found === undefined) return undefined
  if (isRecord(found)) return found
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
  value.format === 1 &&
  'params' in value &&
  isTexts(value.params) &&
  'declarations' in value &&
  isTexts(value.declarations)

const isTexts = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every((each) => typeof each === 'string')
