/** Milliseconds of the work that a rate is measured over, where something is done as often. */
const window = 10_000

/** How fast a phase goes of late: by a window that slides, so that a slow start does not count for ever. */
export class Rate {
  private elapsed = 0
  /** When so much was done: the start of the window first. */
  private readonly changes: { readonly at: number; readonly done: number }[]

  constructor(done: number) {
    this.changes = [{ at: 0, done }]
  }

  /** `milliseconds` of this phase's own work later: what other phases took within it is no part of them. */
  observe(milliseconds: number, done: number): void {
    this.elapsed += milliseconds
    const { changes, elapsed } = this
    if (done !== changes.at(-1)!.done) changes.push({ at: elapsed, done })
    while (changes.length > 2 && changes[1]!.at <= elapsed - window) changes.shift()
  }

  /** Units a second; undefined before the first is done. */
  get perSecond(): number | undefined {
    const [first, last] = [this.changes[0]!, this.changes.at(-1)!]
    const idle = this.elapsed - last.at
    // Steps that take longer than the window count by the last of them, until the next one takes longer than that.
    const took = last.at - first.at
    const milliseconds = idle > took ? took + idle : took
    return milliseconds > 0 && last.done > first.done ? (1000 * (last.done - first.done)) / milliseconds : undefined
  }
}
