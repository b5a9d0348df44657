import { seedOf } from '../graph/mix.ts'
import type { FeatureDefinition } from './definition.ts'
import { stream } from './generate.ts'
import { listOf, spansOf } from './list-elements.ts'

type Generate = FeatureDefinition['generate']

/** Missing sequences, empty ones, full ones, those between, and longer ones, of which the newest steps count: by seed alone, so that all fields have them. */
export const generateLengths = (seeds: readonly number[], longest: number): Int32Array =>
  Int32Array.from(seeds, (seed) => {
    const next = stream(seed)
    const draw = next()
    if (draw < 0.2) return draw < 0.1 ? -1 : 0
    if (draw < 0.4) return draw < 0.3 ? longest : longest + 1 + Math.floor(next() * 3)
    return Math.floor(next() * (longest + 1))
  })

/** A record's field: the record's lengths, by its seeds, and for each step what the scalar's kind generates. */
export const generateSteps =
  (generate: Generate, longest: number): Generate =>
  (feature, seeds, vocabulary) => {
    const spans = spansOf(generateLengths(seeds, longest))
    const own = seedOf(feature.name)
    const ofSteps = seeds.flatMap((seed, row) =>
      Array.from({ length: Math.max(0, spans.lengths[row]!) }, (_, step) => (seed ^ own) + Math.imul(step, 0x9e3779b1)),
    )
    return listOf(generate(feature, ofSteps, vocabulary), spans)
  }
