/** What `renamed from` gives in a walk: the names that paths had before, so that a warm start finds their weights. */
export class Renames {
  /** The earlier path of each renamed place. */
  private readonly earlier = new Map<string, string>()

  /** `path` was called `name` where it stands; what it stands in may have been renamed too. */
  add(path: string, name: string): void {
    const parent = parentOf(path)
    const place = parent === undefined ? undefined : (this.earlierNameOf(parent) ?? parent)
    this.earlier.set(path, place === undefined ? name : `${place}.${name}`)
  }

  /** The path that a place had before the nearest renaming at or around it; undefined where nothing around it was renamed. */
  earlierNameOf(path: string): string | undefined {
    for (let prefix: string | undefined = path; prefix !== undefined; prefix = parentOf(prefix)) {
      const renamed = this.earlier.get(prefix)
      if (renamed !== undefined) return renamed + path.slice(prefix.length)
    }
    return undefined
  }
}

function parentOf(path: string): string | undefined {
  const dot = path.lastIndexOf('.')
  return dot < 0 ? undefined : path.slice(0, dot)
}
