import { type DedupOptions, dedupRows } from './dedup.ts'
import { hostRows } from './host.ts'
import { plainRows } from './plain.ts'
import type { RowContext, RowStrategy } from './strategy.ts'

/** The options of each strategy. */
interface OptionsOf {
  readonly host: unknown
  readonly plain: unknown
  readonly dedup: DedupOptions
}

type RowKind = keyof OptionsOf

type Strategies = { readonly [Kind in RowKind]: (context: RowContext, options: OptionsOf[Kind]) => RowStrategy }

/** One strategy per way of laying rows: a missing one does not compile. */
const strategies: Strategies = { host: hostRows, plain: plainRows, dedup: dedupRows }

/** How the levels of a graph lie in the model, by the strategy's name. */
export type RowOptions = { [Kind in RowKind]: { readonly kind: Kind } & OptionsOf[Kind] }[RowKind]

export const rowStrategy = <Kind extends RowKind>(
  options: { readonly kind: Kind } & OptionsOf[Kind],
  context: RowContext,
): RowStrategy => strategies[options.kind](context, options)
