import { calibratorNamed, parametersOf } from '../calibrators/table.ts'
import type { Fits } from '../features/derived/fits.ts'
import { isFitted } from '../graph/graph.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import type { OpenFile } from '../host/open-file.ts'
import { bySurface, type Calibration, type Calibrator } from '../learn/calibrate/calibration.ts'
import type { CalibratedPlace } from '../learn/calibrate/calibration-fault.ts'
import { isStoredFits } from '../learn/train/fits-file.ts'
import { metadataJson } from '../learn/train/metadata-json.ts'
import { fitsFrom } from '../learn/train/stored-fits.ts'
import { vocabularyFrom } from '../learn/train/vocabulary-file.ts'
import type { Feature } from '../model/feature.ts'
import type { Table } from '../model/table.ts'
import { calibrationParameter } from '../passes/attach-calibration.ts'
import { readTensor, SafetensorsError, type SafetensorsFile } from '../runtime/safetensors.ts'
import { schemaFault } from '../schemas/schema-fault.ts'

/** What was fitted beside weights, as an export's checkpoint.safetensors holds it; of what it lacks, the names. */
export interface Fitted<Value> {
  readonly found: Value
  readonly missing: readonly string[]
}

/** The words of these tables from a file's metadata (stored-vocabularies.ts). Throws SafetensorsError where they are damaged. */
export function vocabulariesIn(
  { metadata }: SafetensorsFile,
  tables: readonly Table[],
): Fitted<ReadonlyMap<string, Vocabulary>> {
  const stored = new Map(
    Object.entries(metadataJson('vocabularies', metadata.get('vocabularies') ?? '{}', 'storedVocabularies', isWords)),
  )
  const wanted = tables.flatMap(({ name, rule }) => (rule.kind === 'vocabulary' ? [{ name, rule }] : []))
  return {
    found: new Map(
      wanted.flatMap(({ name, rule }): [string, Vocabulary][] => {
        const words = stored.get(name)
        if (words === undefined) return []
        const vocabulary = vocabularyFrom(name, rule.of === 'id' ? { of: 'id', ids: words } : { of: 'string', words })
        if (typeof vocabulary === 'string') throw new SafetensorsError(`of its vocabularies, ${vocabulary}`)
        return [[name, vocabulary]]
      }),
    ),
    missing: wanted
      .filter(({ name, rule }) => isFitted(rule) && !stored.has(name))
      .map(({ name }) => `the vocabulary of table '${name}'`),
  }
}

const isWords = (value: unknown): value is Readonly<Record<string, readonly string[]>> =>
  schemaFault('storedVocabularies', value) === undefined

/** Of a model's features that are fitted. Throws SafetensorsError where they are damaged. */
export function fitsIn(
  { metadata }: SafetensorsFile,
  features: ReadonlyMap<string, Feature>,
  names: readonly string[],
): Fitted<Fits> {
  const stored = metadataJson('fits', metadata.get('fits') ?? '{}', 'fits', isStoredFits)
  const read = fitsFrom(features, stored, names)
  if (typeof read === 'string') throw new SafetensorsError(`of its fits, ${read}`)
  return { found: read.fits, missing: read.missing.map((name) => `the fit of feature '${name}'`) }
}

/** The calibrators of these places, each a tensor of its method's values. Throws SafetensorsError where one is damaged. */
export function calibrationIn(
  file: OpenFile,
  { entries }: SafetensorsFile,
  places: readonly CalibratedPlace[],
): Fitted<Calibration> {
  const found: (CalibratedPlace & { readonly calibrator: Calibrator })[] = []
  const missing: string[] = []
  for (const place of places) {
    const { task, surface, view, method } = place
    const name = calibrationParameter(task, surface, view)
    const entry = entries.get(name)
    if (entry === undefined) {
      missing.push(`the calibrator of ${task} on ${surface}.${view}`)
      continue
    }
    const names = parametersOf(method)
    if (entry.dtype !== 'float32' || entry.dims.join() !== String(names.length))
      throw new SafetensorsError(
        `'${name}' is ${entry.dtype} [${entry.dims.join(', ')}], of ${method} it is float32 [${names.length}]`,
      )
    const { data } = readTensor(file, entry)
    const values = Object.fromEntries(names.map((each, i) => [each, Number(data[i])]))
    const problem = calibratorNamed(method).problem(values)
    if (problem !== undefined) throw new SafetensorsError(`of '${name}', ${problem}`)
    found.push({ ...place, calibrator: { method, values, from: 'view', positives: 0, negatives: 0 } })
  }
  const tasks = [...new Set(found.map(({ task }) => task))].sort()
  const byTask = Object.fromEntries(tasks.map((task) => [task, bySurface(found.filter((each) => each.task === task))]))
  return { found: { split: '', step: 0, checkpoint: '', tasks: byTask }, missing }
}
