import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import { lockFolder } from '../../host/lock.ts'

/** Where the files of a run lie. */
export interface RunFolder {
  readonly folder: string
  readonly record: string
  /** What the run was made from (kept-spec.ts). */
  readonly spec: string
  readonly vocabularies: string
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
  journal: host.resolve(folder, 'metrics.jsonl'),
  last: host.resolve(folder, 'checkpoints', 'last.safetensors'),
  best: host.resolve(folder, 'checkpoints', 'best.safetensors'),
  calibration: host.resolve(folder, 'calibration.json'),
})

/** Takes the folder for this process; gives what releases it. Errors: CTR9006 where another process has it. */
export function holdFolder(host: Host, folder: string): () => void {
  host.makeDirectory(folder)
  const lock = lockFolder(host, folder)
  if (lock.held) return lock.release
  throw new DiagnosticError([diagnostic('CTR9006', undefined, { folder, pid: lock.by.pid, machine: lock.by.machine })])
}

/** A run's JSON file. Errors: CTR5004 where it is no JSON. */
export function readJson(host: Host, path: string): unknown {
  const text = host.readText(path)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw damaged(path, 'it is not JSON')
  }
}

export const writeJson = (host: Host, path: string, value: unknown): void =>
  host.writeAtomic(path, `${JSON.stringify(value, null, 2)}\n`)

export const damaged = (path: string, reason: string): DiagnosticError =>
  new DiagnosticError([diagnostic('CTR5004', undefined, { path, reason })])
