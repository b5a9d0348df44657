import type { Derivation, DerivedSource } from '../../../src/features/derived/derivation.ts'
import { type Fits, fittedCalls, fittedFeatures } from '../../../src/features/derived/fits.ts'

/** What features might have been fitted to: a mean and deviation of no short fraction, edges that are whole, some of them equal. */
export function drawnFits(features: ReadonlyMap<string, DerivedSource>, next: () => number): Fits {
  const constants = ({ of, constants: stated }: Derivation): readonly number[] => {
    if (of === 'standardize') return [(next() - 0.4) * 30, 0.01 + next() * 10]
    const edges = Array.from({ length: stated[0]! - 1 }, () => Math.floor(next() * 50) - 12)
    return edges.sort((a, b) => a - b)
  }
  return new Map(
    fittedFeatures(features, features.keys()).map((name) => [
      name,
      fittedCalls(features.get(name)!.derivation!).map(constants),
    ]),
  )
}
