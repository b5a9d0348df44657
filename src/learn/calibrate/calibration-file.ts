import { calibratorNamed, isCalibrator, parametersOf } from '../../calibrators/table.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { hasFields, isObject } from '../../host/fields.ts'
import type { Host } from '../../host/host.ts'
import type { OpenRun } from '../train/open-run.ts'
import { damaged, type RunFolder, readJson, writeJson } from '../train/run-folder.ts'
import { type ByView, type Calibration, type Calibrator, isSegmentKind } from './calibration.ts'

/** `calibration.json`: a calibrator's values stand beside the rest, `{ method, slope, intercept, from, positives, negatives }`. */
export interface StoredCalibration {
  readonly split: string
  readonly step: number
  readonly tasks: ByView<Readonly<Record<string, number | string>>>
}

export const stored = ({ split, step, tasks }: Calibration): StoredCalibration => ({
  split,
  step,
  tasks: mapped(mapped(mapped(storedCalibrator)))(tasks),
})

const storedCalibrator = ({ method, values, ...rest }: Calibrator) => ({ method, ...values, ...rest })

export const writeCalibration = (host: Host, files: RunFolder, calibration: Calibration): void =>
  writeJson(host, files.calibration, stored(calibration))

/**
 * The calibration of a run's best weights; undefined where it has none. Throws DiagnosticError: CTR5004 a damaged file, CTR5023
 * one that was fitted on other weights.
 */
export function readCalibration(host: Host, { files, step }: Pick<OpenRun, 'files' | 'step'>): Calibration | undefined {
  const found = readJson(host, files.calibration)
  if (found === undefined) return undefined
  const calibration = restored(found, (reason) => damaged(files.calibration, reason))
  if (calibration.step === step) return calibration
  throw new DiagnosticError([diagnostic('CTR5023', undefined, { folder: files.folder })])
}

type Damaged = (reason: string) => DiagnosticError

function restored(found: unknown, damage: Damaged): Calibration {
  if (!hasFields(found, { split: 'string', step: 'number' }) || !('tasks' in found))
    throw damage('it lacks the split, the step or the tasks')
  const { split, step, tasks } = found
  const record = (value: unknown): Readonly<Record<string, unknown>> => {
    if (isObject(value)) return Object.fromEntries(Object.entries(value))
    throw damage('a task, a surface or a view is no object')
  }
  const views = mapped((entry: unknown) => restoredCalibrator(entry, damage))
  const surfaces = mapped((entry: unknown) => views(record(entry)))
  return { split, step, tasks: mapped((entry: unknown) => surfaces(record(entry)))(record(tasks)) }
}

function restoredCalibrator(entry: unknown, damage: Damaged): Calibrator {
  const fields = { method: 'string', from: 'string', positives: 'number', negatives: 'number' } as const
  if (!hasFields(entry, fields)) throw damage('a calibrator lacks its method, its segment or its counts')
  const { method, from, positives, negatives } = entry
  if (!isCalibrator(method)) throw damage(`there is no calibration method '${method}'`)
  if (!isSegmentKind(from)) throw damage(`there is no segment '${from}'`)
  const found = new Map<string, unknown>(Object.entries(entry))
  const numbers = parametersOf(method).map((name) => [name, found.get(name)] as const)
  const values = Object.fromEntries(
    numbers.map(([name, value]) => [name, typeof value === 'number' ? value : Number.NaN]),
  )
  const problem = calibratorNamed(method).problem(values)
  if (problem !== undefined) throw damage(`of a calibrator with ${method}, ${problem}`)
  return { method, values, from, positives, negatives }
}

/** The same of every entry of a record. */
const mapped =
  <From, To>(to: (entry: From) => To) =>
  (record: Readonly<Record<string, From>>): Readonly<Record<string, To>> =>
    Object.fromEntries(Object.entries(record).map(([name, entry]) => [name, to(entry)]))
