import type { Comment } from './source-text.ts'

/** A file's comments in order. Each is printed at the first place after it at which a line may end. */
export class CommentCursor {
  #next = 0

  constructor(private readonly comments: readonly Comment[]) {}

  /** Those that stand before an offset and are not printed yet. */
  before(offset: number): readonly Comment[] {
    const start = this.#next
    while ((this.comments[this.#next]?.start ?? Number.POSITIVE_INFINITY) < offset) this.#next++
    return this.comments.slice(start, this.#next)
  }
}
