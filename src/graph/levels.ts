import { compareText } from '../diagnostics/text-order.ts'

/** A level of the batch: user, request, ad, candidate. `within` names the levels directly above (coarser). */
export interface LevelDeclaration {
  readonly name: string
  /** Names of the key features, empty for the row level. */
  readonly by: readonly string[]
  readonly within: readonly string[]
}

/**
 * The partial order of levels, from coarse to fine. The finest (the row) is below all others;
 * resolve has made sure that there is exactly one such level and that every two levels have a coarsest one below both.
 */
export class LevelOrder {
  private readonly above: ReadonlyMap<string, ReadonlySet<string>>
  /** Level names, every coarser level before its finer ones, ties by name. */
  readonly names: readonly string[]
  /** The row level. */
  readonly row: string
  constructor(readonly declarations: readonly LevelDeclaration[]) {
    const byName = new Map(declarations.map((level) => [level.name, level]))
    const above = new Map<string, Set<string>>()
    const visit = (name: string): Set<string> => {
      const known = above.get(name)
      if (known) return known
      const all = new Set<string>()
      above.set(name, all)
      for (const parent of byName.get(name)?.within ?? []) {
        all.add(parent)
        for (const ancestor of visit(parent)) all.add(ancestor)
      }
      return all
    }
    for (const level of declarations) visit(level.name)
    this.above = above
    this.names = declarations
      .map((level) => level.name)
      .sort((a, b) => (above.get(a)?.size ?? 0) - (above.get(b)?.size ?? 0) || compareText(a, b))
    this.row = this.names.at(-1) ?? 'row'
  }
  declaration(name: string): LevelDeclaration | undefined {
    return this.declarations.find((level) => level.name === name)
  }
  /** True when one `coarse` group holds one or more `fine` groups, or they are the same level. */
  isCoarserOrEqual(coarse: string, fine: string): boolean {
    return coarse === fine || (this.above.get(fine)?.has(coarse) ?? false)
  }
  /** The coarsest level below both, or undefined where the order has none. */
  meet(a: string, b: string): string | undefined {
    if (this.isCoarserOrEqual(a, b)) return b
    if (this.isCoarserOrEqual(b, a)) return a
    const below = this.names.filter((name) => this.isCoarserOrEqual(a, name) && this.isCoarserOrEqual(b, name))
    return below.find((name) => below.every((other) => this.isCoarserOrEqual(name, other)))
  }
  /** All levels above `name` (coarser), coarse first. */
  coarserThan(name: string): readonly string[] {
    return this.names.filter((other) => other !== name && this.isCoarserOrEqual(other, name))
  }
}
