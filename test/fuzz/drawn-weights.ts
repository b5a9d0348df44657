import { type CalibratorName, calibratorNamed } from '../../src/calibrators/table.ts'
import { stream } from '../../src/features/generate.ts'
import type { HostTensor } from '../../src/graph/tensor.ts'
import type { Vocabulary } from '../../src/graph/vocabulary.ts'
import type { CompiledModel } from '../../src/language/elaborate/compile-model.ts'
import type { Calibration, Calibrator } from '../../src/learn/calibrate/calibration.ts'
import { startingWeights } from '../../src/learn/train/initial-values.ts'
import type { ModelSpec } from '../../src/model/model-spec.ts'
import { viewsOfSurface } from '../../src/model/surface.ts'
import type { Weights } from '../../src/serve/weights.ts'
import { drawnFits } from '../features/derived/drawn-fits.ts'

/** Weights as a training might leave them, of any model: none is zero, words in every vocabulary, calibrators that differ by view. */
export function drawnWeights({ spec, graph }: CompiledModel, seed: number): Weights {
  const values = new Map<string, HostTensor>(
    [...startingWeights(graph, seed)].map(([name, tensor]) => {
      if (tensor.dtype !== 'float32') return [name, tensor]
      const data = tensor.data.map((value, i) => (value === 0 ? Math.sin(i + name.length) / 8 : value))
      return [name, { ...tensor, data }]
    }),
  )
  const fits = drawnFits(spec.features, stream(seed))
  return { values, vocabularies: vocabularies(spec), fits, calibration: calibration(spec) }
}

const ids = [3n, 5n, 8n, -1n, 2n ** 62n]
const words = ['a', 'b', 'c', 'é', 'two words']

const vocabularies = ({ tables }: ModelSpec): ReadonlyMap<string, Vocabulary> =>
  new Map(
    [...tables.values()].flatMap(({ name, rule }): [string, Vocabulary][] => {
      if (rule.kind !== 'vocabulary') return []
      return rule.of === 'id'
        ? [[name, { table: name, of: 'id', ids: BigInt64Array.from(ids.slice(0, rule.rows)) }]]
        : [[name, { table: name, of: 'string', words: words.slice(0, rule.rows) }]]
    }),
  )

/** Not the identity, and other numbers by view. */
function calibrator(method: CalibratorName, at: number): Calibrator {
  const values = Object.entries(calibratorNamed(method).identity).map(
    ([name, value], i) => [name, Math.fround(value + 0.1 + at / 4 + i / 8)] as const,
  )
  return { method, values: Object.fromEntries(values), from: 'view', positives: 9, negatives: 9 }
}

const calibration = ({ live, calibrations, surfaces }: ModelSpec): Calibration => ({
  split: 'calibration',
  step: 1,
  checkpoint: '',
  tasks: Object.fromEntries(
    [...calibrations].map(([task, { method }]) => [
      task,
      Object.fromEntries(
        live.names.map((surface) => [
          surface,
          Object.fromEntries(viewsOfSurface(surfaces, surface).map((view, i) => [view, calibrator(method, i)])),
        ]),
      ),
    ]),
  ),
})
