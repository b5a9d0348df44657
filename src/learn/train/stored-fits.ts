import { byKey } from '../../diagnostics/text-order.ts'
import type { StoredFit } from '../../features/derived/definition.ts'
import type { Derivation } from '../../features/derived/derivation.ts'
import { derivationText } from '../../features/derived/derivation-text.ts'
import {
  type FeatureFits,
  type Fits,
  fittedCalls,
  fittedDerivation,
  fittedFeatures,
  operandKinds,
} from '../../features/derived/fits.ts'
import { derivationOf } from '../../features/derived/table.ts'
import { definitionOf } from '../../features/kinds.ts'
import { featuresReadIn } from '../../graph/features-read.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Feature } from '../../model/feature.ts'

/** Fits as JSON: by feature, each fitted call with its constants by name. */
export type StoredFits = Readonly<Record<string, readonly ({ readonly call: string } & StoredFit)[]>>

type Features = ReadonlyMap<string, Feature>

/** Names of the features of an elaborated graph, or a part of one, that are fitted: those that it reads and those behind them. */
export const fittedIn = (graph: Graph, features: Features): readonly string[] =>
  fittedFeatures(features, featuresReadIn(graph))

/** In order of name. `names`: of those that are fitted. */
export function storedFits(features: Features, fits: Fits, names: Iterable<string>): StoredFits {
  const stored = [...names].map((name): [string, StoredFits[string]] => {
    const known = fits.get(name)
    if (known === undefined) throw new Error(`'${name}' was not fitted`)
    return [
      name,
      callsOf(features, name).map((call, i) => ({
        call: derivationText(call),
        ...fitOf(call).stored(known[i]!),
      })),
    ]
  })
  return Object.fromEntries(stored.sort(byKey))
}

/**
 * What a file holds, for features of a model. What fits the schema may still be another model's, or not what a fit gives: then what is wrong with it.
 * `missing`: features that it lacks.
 */
export function fitsFrom(
  features: Features,
  stored: StoredFits,
  names: readonly string[],
): { readonly fits: Fits; readonly missing: readonly string[] } | string {
  const fits = new Map<string, FeatureFits>()
  for (const name of names) {
    const found = Object.hasOwn(stored, name) ? stored[name] : undefined
    if (found === undefined) continue
    const calls = callsOf(features, name)
    if (found.length !== calls.length)
      return `feature '${name}': it has ${found.length} fits, the model ${calls.length}`
    const constants: (readonly number[])[] = []
    for (const [i, call] of calls.entries()) {
      const { call: text, ...values } = found[i]!
      if (text !== derivationText(call))
        return `feature '${name}': it is of ${text}, the model's of ${derivationText(call)}`
      const read = fitOf(call).read(values, call.constants, kindsIn(features, call))
      if (typeof read === 'string') return `feature '${name}': ${read}`
      constants.push(read)
    }
    fits.set(name, constants)
  }
  return { fits, missing: names.filter((name) => !fits.has(name)) }
}

/** What stands in the place of fits where nothing is fitted: numbers are as they come in, all quantiles begin at 0. */
export const unfittedFits = (features: Features, names: readonly string[]): Fits =>
  new Map(names.map((name) => [name, callsOf(features, name).map((call) => fitOf(call).unfitted(call.constants))]))

const callsOf = (features: Features, name: string): readonly Derivation[] => {
  const derivation = features.get(name)?.derivation
  if (derivation === undefined) throw new Error(`'${name}' is not derived`)
  return fittedCalls(fittedDerivation(derivation, []))
}

function fitOf({ of }: Derivation) {
  const { fit } = derivationOf(of)
  if (fit === undefined) throw new Error(`'${of}' is not fitted`)
  return fit
}

const kindsIn = (features: Features, call: Derivation) =>
  operandKinds(call, (name) => {
    const feature = features.get(name)
    return feature && definitionOf(feature.type).operand
  })
