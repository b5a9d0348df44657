import { dirname } from 'node:path'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { type Host, HostError } from '../../host/host.ts'
import { lockFolder } from '../../host/lock.ts'
import type { OpenFile } from '../../host/open-file.ts'
import { sha256Of } from '../../host/sha256.ts'
import { type SchemaName, schemaFault } from '../../schemas/schema-fault.ts'

/** Where the files of a run lie. */
export interface RunFolder {
  readonly folder: string
  readonly record: string
  /** What the run was made from (kept-spec.ts). */
  readonly spec: string
  readonly vocabularies: string
  /** Where a model reads features that are fitted. */
  readonly fits: string
  readonly journal: string
  readonly last: string
  readonly best: string
  readonly calibration: string
}

export const runFolder = (host: Host, folder: string): RunFolder => ({
  folder,
  record: host.resolve(folder, 'run.json'),
  spec: host.resolve(folder, 'spec'),
  vocabularies: host.resolve(folder, 'vocabularies.json'),
  fits: host.resolve(folder, 'fits.json'),
  journal: host.resolve(folder, 'metrics.jsonl'),
  last: host.resolve(folder, 'checkpoints', 'last.safetensors'),
  best: host.resolve(folder, 'checkpoints', 'best.safetensors'),
  calibration: host.resolve(folder, 'calibration.json'),
})

/**
 * Takes the folder for this process; gives what releases it, and removes it where it was made for nothing: a training that begins with an error
 * leaves no empty folder. Errors: CTR9006 where another process has it.
 */
export function holdFolder(host: Host, folder: string): () => void {
  const made = missingFolders(host, folder)
  host.makeDirectory(folder)
  const lock = lockFolder(host, folder)
  if (lock.held)
    return () => {
      lock.release()
      removeEmpty(host, made)
    }
  throw new DiagnosticError([diagnostic('CTR9006', undefined, { folder, pid: lock.by.pid, machine: lock.by.machine })])
}

/** The text of a run's file; undefined where there is none. Errors: CTR5004 where a folder is in its place, or bytes that are no text. */
export function readRunText(host: Host, path: string): string | undefined {
  try {
    return host.readText(path)
  } catch (error) {
    if (error instanceof HostError && error.failure === 'is_directory') throw damaged(path, 'it is a folder')
    if (error instanceof HostError && error.failure === 'not_text') throw damaged(path, 'its bytes are not UTF-8')
    throw error
  }
}

/** The folder and those above it that are not there, the deepest first. */
function missingFolders(host: Host, folder: string): readonly string[] {
  const path = host.resolve(folder)
  return host.exists(path) || dirname(path) === path ? [] : [path, ...missingFolders(host, dirname(path))]
}

function removeEmpty(host: Host, folders: readonly string[]): void {
  for (const folder of folders) {
    if (!host.isDirectory(folder) || host.list(folder).length > 0) return
    host.remove(folder)
  }
}

/** A run's file to read in parts; undefined where there is none. Errors: CTR5004 where a folder is in its place. */
export function openRunFile(host: Host, path: string): OpenFile | undefined {
  try {
    return host.openRead(path)
  } catch (error) {
    if (error instanceof HostError && error.failure === 'is_directory') throw damaged(path, 'it is a folder')
    throw error
  }
}

/** A value of a run's JSON file that fits the file's schema, and its text. */
export interface ReadJson {
  readonly value: unknown
  readonly text: string
}

/** A run's JSON file; undefined where there is none. Errors: CTR5004 where it is no JSON or does not fit its schema. */
export function readJson(host: Host, path: string, schema: SchemaName): ReadJson | undefined {
  const text = readRunText(host, path)
  if (text === undefined) return undefined
  const value = parsedJson(path, text)
  const fault = schemaFault(schema, value)
  if (fault !== undefined) throw damaged(path, fault)
  return { value, text }
}

/** Errors: CTR5004. */
export function parsedJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged(path, 'it is not JSON')
  }
}

export const damaged = (path: string, reason: string): DiagnosticError =>
  new DiagnosticError([diagnostic('CTR5004', undefined, { path, reason, advice: adviceFor(path) })])

/** Errors: CTR5004 where a text is not the one of which a digest is recorded. */
export function checkDigest(path: string, text: string, recorded: string): void {
  if (sha256Of(text) !== recorded) throw damaged(path, changed)
}

/** The reason where a digest differs. */
export const changed = 'it was changed after ctrc wrote it (its SHA-256 is not the recorded one)'

function adviceFor(path: string): string {
  if (path.endsWith('metrics.jsonl')) return 'restore it from a copy, or remove the line: it is read by people alone'
  if (path.endsWith('calibration.json')) return 'run `ctrc calibrate` again'
  if (path.endsWith('last.safetensors'))
    return 'restore it from a copy; without it the training cannot go on, but best.safetensors can still be used'
  return 'restore it from a copy of the run, or train again'
}
