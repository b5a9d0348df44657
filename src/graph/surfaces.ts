/**
 * A set of surfaces with its algebra. Always sorted by name, so that no order of declaration reaches an artifact.
 */
export class SurfaceSet implements Iterable<string> {
  static readonly empty = new SurfaceSet([])
  /** `home_feed+search`: equal sets have equal keys. */
  readonly key: string
  private constructor(readonly names: readonly string[]) {
    this.key = names.join('+')
  }
  static of(names: Iterable<string>): SurfaceSet {
    return new SurfaceSet([...new Set(names)].sort())
  }
  get size(): number {
    return this.names.length
  }
  get isEmpty(): boolean {
    return this.names.length === 0
  }
  has(name: string): boolean {
    return this.names.includes(name)
  }
  equals(other: SurfaceSet): boolean {
    return this.key === other.key
  }
  isSubsetOf(other: SurfaceSet): boolean {
    return this.names.every((name) => other.has(name))
  }
  union(other: SurfaceSet): SurfaceSet {
    return SurfaceSet.of([...this.names, ...other.names])
  }
  intersect(other: SurfaceSet): SurfaceSet {
    return new SurfaceSet(this.names.filter((name) => other.has(name)))
  }
  without(other: SurfaceSet): SurfaceSet {
    return new SurfaceSet(this.names.filter((name) => !other.has(name)))
  }
  [Symbol.iterator](): Iterator<string> {
    return this.names[Symbol.iterator]()
  }
  toString(): string {
    return this.names.join(', ')
  }
}
