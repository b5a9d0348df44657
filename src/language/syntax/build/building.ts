import type { CstNode, IToken } from 'chevrotain'
import type { Diagnostic, Span } from '../../../diagnostics/diagnostic.ts'
import type { DiagnosticArguments, DiagnosticCode } from '../../../diagnostics/registry.ts'
import { type DiagnosticExtras, diagnostic } from '../../../diagnostics/report.ts'
import type { Comments, Identifier, Statement } from '../ast.ts'
import { spanOfNode, spanOfToken } from '../location.ts'
import type { CommentQueue } from './comments.ts'

/** Operations inside one another: what bounds the recursion of everything that walks a syntax tree. */
export const maximumOperations = 256

/** Steps alone (a trunk, a tower, a module, a repeating loop), or steps that end in a value. */
export type BodyKind = 'steps' | 'value'

/** Where in its block a statement stands. */
export interface Place {
  readonly first: boolean
  readonly last: boolean
  readonly kind: BodyKind
}

/** What every builder of a node is given: the file, where diagnostics go, and the comments not yet handed out. */
export class Building {
  #operations = 0
  /** Where the parser stumbled, before anything was built. */
  readonly #stumbles: readonly number[]

  constructor(
    readonly file: string,
    readonly text: string,
    readonly comments: CommentQueue,
    readonly diagnostics: Diagnostic[],
    /** Handed in, since expressions hold blocks and blocks hold statements: so the builders' imports have no cycle. */
    readonly buildStatement: (b: Building, cst: CstNode, place: Place) => Statement | undefined,
  ) {
    this.#stumbles = diagnostics.flatMap(({ code, span }) =>
      code === 'CTR1001' && span !== undefined ? [span.start] : [],
    )
  }

  report<Code extends DiagnosticCode>(
    code: Code,
    span: Span,
    at: DiagnosticArguments<Code>,
    extras: DiagnosticExtras = {},
  ) {
    this.diagnostics.push(diagnostic(code, span, at, extras))
  }

  announce(span: Span, form: string, instead?: string) {
    this.report('CTR1010', span, { form, instead })
  }

  span(node: CstNode): Span {
    return spanOfNode(this.file, node, this.text.length)
  }

  tokenSpan(token: IToken | undefined, otherwise = this.text.length): Span {
    return spanOfToken(this.file, token, otherwise)
  }

  identifier(token: IToken): Identifier {
    return { name: token.image, span: this.tokenSpan(token) }
  }

  identifiers(tokens: readonly IToken[]): Identifier[] {
    return tokens.map((token) => this.identifier(token))
  }

  /** Takes the comments before an item; call it before building what is inside, and `close` after. */
  open(cst: CstNode): { readonly close: () => { readonly span: Span; readonly comments: Comments } } {
    const span = this.span(cst)
    const before = this.comments.before(span.start)
    return { close: () => ({ span, comments: this.comments.of(before, span.end) }) }
  }

  /** Whether the parser stumbled on the same line after `offset`: what is before it is then not what it seems. */
  hasMistakeAfter(offset: number): boolean {
    return this.#stumbles.some((at) => at >= offset && !/[\r\n]/.test(this.text.slice(offset, at)))
  }

  /** Builds below `count` more operations; undefined, with a diagnostic, where they are too many. */
  below<Built>(count: number, span: Span, build: () => Built): Built | undefined {
    if (this.#operations + count > maximumOperations) {
      this.report('CTR1006', span, { limit: maximumOperations })
      return undefined
    }
    this.#operations += count
    const built = build()
    this.#operations -= count
    return built
  }
}
