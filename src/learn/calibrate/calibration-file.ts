import { calibratorNamed, isCalibrator, parametersOf } from '../../calibrators/table.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import { isSealed, sealedJson } from '../../host/seal.ts'
import type { OpenRun } from '../train/open-run.ts'
import { changed, damaged, type RunFolder, readJson } from '../train/run-folder.ts'
import { type ByView, type Calibration, type Calibrator, isSegmentKind } from './calibration.ts'
import { calibratedPlaces, calibrationFault } from './calibration-fault.ts'

/** `calibration.json`: a calibrator's values stand beside the rest, `{ method, slope, intercept, from, positives, negatives }`. */
export interface StoredCalibration {
  readonly split: string
  readonly step: number
  /** SHA-256 of the best checkpoint that it was fitted on. */
  readonly checkpoint: string
  readonly tasks: ByView<StoredCalibrator>
}

type StoredCalibrator = Readonly<Record<string, number | string>>

export const stored = ({ split, step, checkpoint, tasks }: Calibration): StoredCalibration => ({
  split,
  step,
  checkpoint,
  tasks: mapped(mapped(mapped(storedCalibrator)))(tasks),
})

const storedCalibrator = ({ method, values, ...rest }: Calibrator) => ({ method, ...values, ...rest })

/** The file holds its own digest, and that of the checkpoint that it belongs to. */
export const writeCalibration = (host: Host, files: RunFolder, calibration: Calibration): void =>
  host.writeAtomic(files.calibration, sealedJson(stored(calibration)))

/**
 * The calibration of a run's best weights; undefined where it has none. Throws DiagnosticError: CTR5004 a damaged file, or one that lacks what
 * the spec calibrates, CTR5023 one that was fitted on other weights.
 */
export function readCalibration(
  host: Host,
  run: Pick<OpenRun, 'files' | 'checkpoint' | 'digests' | 'model'>,
): Calibration | undefined {
  const { files, checkpoint, digests, model } = run
  const found = readJson(host, files.calibration, 'calibration')
  if (found === undefined) return undefined
  // The schema has been checked.
  const value = found.value as StoredCalibration & { readonly digest: string }
  if (digests && !isSealed(found.text, value.digest)) throw damaged(files.calibration, changed)
  const { split, step, tasks } = value
  const restored = mapped(mapped(mapped((entry: StoredCalibrator) => restoredCalibrator(files, entry))))(tasks)
  const calibration: Calibration = { split, step, checkpoint: value.checkpoint, tasks: restored }
  if (calibration.checkpoint !== checkpoint)
    throw new DiagnosticError([diagnostic('CTR5023', undefined, { folder: files.folder })])
  const fault = calibrationFault(calibration, calibratedPlaces(model))
  if (fault !== undefined) throw damaged(files.calibration, fault)
  return calibration
}

function restoredCalibrator({ calibration: path }: RunFolder, entry: StoredCalibrator): Calibrator {
  const { method, from, positives, negatives, ...numbers } = entry
  if (typeof method !== 'string' || !isCalibrator(method))
    throw damaged(path, `there is no calibration method '${method}'`)
  if (typeof from !== 'string' || !isSegmentKind(from)) throw damaged(path, `there is no segment '${from}'`)
  const found = new Map(Object.entries(numbers))
  const names = parametersOf(method)
  const extra = [...found.keys()].find((name) => !names.includes(name))
  if (extra !== undefined) throw damaged(path, `a calibrator with ${method} has no value '${extra}'`)
  const values = Object.fromEntries(names.map((name) => [name, Number(found.get(name) ?? Number.NaN)]))
  const problem = calibratorNamed(method).problem(values)
  if (problem !== undefined) throw damaged(path, `of a calibrator with ${method}, ${problem}`)
  return { method, values, from, positives: Number(positives), negatives: Number(negatives) }
}

/** The same of every entry of a record. */
const mapped =
  <From, To>(to: (entry: From) => To) =>
  (record: Readonly<Record<string, From>>): Readonly<Record<string, To>> =>
    Object.fromEntries(Object.entries(record).map(([name, entry]) => [name, to(entry)]))
