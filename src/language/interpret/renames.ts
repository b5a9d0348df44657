import type { Span } from '../../diagnostics/diagnostic.ts'

interface Renaming {
  /** The path that the place had before. */
  readonly earlier: string
  readonly path: string
  readonly name: string
  readonly span: Span
  /** The one that it stands in. */
  readonly outer: Renaming | undefined
  isUsed: boolean
}

/** What `renamed from` gives in a walk: the names that paths had before, so that a warm start finds their weights. */
export class Renames {
  /** By the path of each renamed place. */
  private readonly byPath = new Map<string, Renaming>()

  /** `path` was called `name` where it stands; what it stands in may have been renamed too. */
  add(path: string, name: string, span: Span): void {
    const parent = parentOf(path)
    const around = parent === undefined ? undefined : this.around(parent)
    const place =
      parent === undefined || around === undefined ? parent : around.earlier + parent.slice(around.path.length)
    const earlier = place === undefined ? name : `${place}.${name}`
    this.byPath.set(path, { earlier, path, name, span, outer: around, isUsed: false })
  }

  /** The path that a parameter had before the nearest renaming at or around it; undefined where nothing around it was renamed. */
  earlierNameOf(parameter: string): string | undefined {
    const renaming = this.around(parameter)
    if (renaming === undefined) return undefined
    for (let each: Renaming | undefined = renaming; each !== undefined; each = each.outer) each.isUsed = true
    return renaming.earlier + parameter.slice(renaming.path.length)
  }

  /** Renamings that give no parameter another name, wherever they were walked: none lies there, or the name is the same. */
  get withoutEffect(): readonly { readonly name: string; readonly span: Span; readonly isSame: boolean }[] {
    const all = [...this.byPath.values()]
    const effective = new Set(all.flatMap((each) => (each.isUsed && each.earlier !== each.path ? [each.span] : [])))
    return all
      .filter(({ span }) => !effective.has(span))
      .map(({ name, span, earlier, path }) => ({ name, span, isSame: earlier === path }))
  }

  private around(path: string): Renaming | undefined {
    for (let prefix: string | undefined = path; prefix !== undefined; prefix = parentOf(prefix)) {
      const renamed = this.byPath.get(prefix)
      if (renamed !== undefined) return renamed
    }
    return undefined
  }
}

function parentOf(path: string): string | undefined {
  const dot = path.lastIndexOf('.')
  return dot < 0 ? undefined : path.slice(0, dot)
}
