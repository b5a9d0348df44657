import type { IToken } from 'chevrotain'
import type { Comments } from '../ast.ts'

export const noComments: Comments = { leading: [], trailing: undefined, documentation: undefined }

interface Gathered {
  readonly leading: string[]
  readonly documentation: string[]
}

/** A comment's text: without its slashes, the one space after them, and what trails. */
const textOf = ({ image }: IToken) => image.replace(/^\/\/\/? ?/, '').trimEnd()
const isDocumentation = ({ image }: IToken) => image.startsWith('///') && !image.startsWith('////')

/**
 * A file's comments in order, attached to items as they are built. None is lost: a comment that stands where no item begins or
 * ends (between arguments, after an opening brace) goes to the item around it or to the next one.
 */
export class CommentQueue {
  #next = 0

  constructor(
    private readonly text: string,
    private readonly comments: readonly IToken[],
  ) {}

  /** What stands before an item that starts at `offset`. */
  before(offset: number): Gathered {
    const gathered: Gathered = { leading: [], documentation: [] }
    for (const comment of this.#upTo(offset))
      (isDocumentation(comment) ? gathered.documentation : gathered.leading).push(textOf(comment))
    return gathered
  }

  /** An item's comments, once all inside it is built. */
  of(before: Gathered, end: number): Comments {
    const { documentation } = before
    const leading = [...before.leading, ...this.rest(end)]
    return {
      leading,
      trailing: this.#trailing(end),
      documentation: documentation.length === 0 ? undefined : documentation.join('\n'),
    }
  }

  /** What is left before `offset`: the comments before a closing brace or the file's end. */
  rest(offset: number): string[] {
    return this.#upTo(offset).map(textOf)
  }

  #upTo(offset: number): readonly IToken[] {
    const start = this.#next
    while ((this.comments[this.#next]?.startOffset ?? Number.POSITIVE_INFINITY) < offset) this.#next++
    return this.comments.slice(start, this.#next)
  }

  /** On the line that the item ends on, with nothing but a comma between. */
  #trailing(end: number): string | undefined {
    const comment = this.comments[this.#next]
    if (comment === undefined || !/^[ \t,]*$/.test(this.text.slice(end, comment.startOffset))) return undefined
    this.#next++
    return textOf(comment)
  }
}
