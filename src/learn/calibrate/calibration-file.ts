import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { hasFields, isObject } from '../../host/fields.ts'
import type { Host } from '../../host/host.ts'
import type { OpenRun } from '../train/open-run.ts'
import { damaged, type RunFolder, readJson, writeJson } from '../train/run-folder.ts'
import type { Calibration } from './calibration.ts'

export const writeCalibration = (host: Host, files: RunFolder, calibration: Calibration): void =>
  writeJson(host, files.calibration, calibration)

/**
 * The calibration of a run's best weights; undefined where it has none. Throws DiagnosticError: CTR5004 a damaged file, CTR5023
 * one that was fitted on other weights.
 */
export function readCalibration(host: Host, { files, step }: Pick<OpenRun, 'files' | 'step'>): Calibration | undefined {
  const found = readJson(host, files.calibration)
  if (found === undefined) return undefined
  if (!isCalibration(found)) throw damaged(files.calibration, 'it lacks a slope or an intercept')
  if (found.step === step) return found
  throw new DiagnosticError([diagnostic('CTR5023', undefined, { folder: files.folder })])
}

const isCalibration = (value: unknown): value is Calibration =>
  hasFields(value, { split: 'string', step: 'number' }) &&
  'tasks' in value &&
  everyEntry(value.tasks, (surfaces) => everyEntry(surfaces, (views) => everyEntry(views, isCalibrator)))

const isCalibrator = (value: unknown): boolean =>
  hasFields(value, { slope: 'number', intercept: 'number', from: 'string' })

const everyEntry = (value: unknown, holds: (entry: unknown) => boolean): boolean =>
  isObject(value) && Object.values(value).every(holds)
