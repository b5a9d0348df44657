import { CstParser, EOF, type IToken, type TokenType, tokenMatcher } from 'chevrotain'
import * as t from '../tokens.ts'

const openers = new Set<TokenType>([t.LeftBrace, t.LeftParenthesis, t.LeftBracket])
const closers = new Set<TokenType>([t.RightBrace, t.RightParenthesis, t.RightBracket])

/** What recovery may insert as forgotten. An inserted name or value would cause errors of its own. */
const insertable = new Set<TokenType>([t.Colon, t.Comma, t.Equals, t.Greater, ...closers])

/**
 * Recovery that knows brackets. Where chevrotain's own skips token by token to the next that may follow, and would end inside
 * the braces of what it skips, this one takes a group as a whole: brackets match, since `balance` ran before.
 */
export abstract class RecoveringParser extends CstParser {
  /** Chevrotain's own, which its types leave out: what may follow each rule that is being parsed. */
  declare protected readonly flattenFollowSet: () => readonly TokenType[]

  protected override SKIP_TOKEN(): IToken {
    let depth = 0
    let next = this.LA(1)
    do {
      if (openers.has(next.tokenType)) depth++
      else if (closers.has(next.tokenType)) depth--
      next = super.SKIP_TOKEN()
    } while (depth > 0 && next.tokenType !== EOF)
    return next
  }

  protected findReSyncTokenType(): TokenType {
    const follow = this.flattenFollowSet()
    let depth = 0
    for (let ahead = 1; ; ahead++) {
      const token = this.LA(ahead)
      if (token.tokenType === EOF) return EOF
      const found = depth === 0 ? follow.find((type) => tokenMatcher(token, type)) : undefined
      if (found !== undefined) return found
      if (openers.has(token.tokenType)) depth++
      else if (closers.has(token.tokenType) && depth > 0) depth--
    }
  }

  protected override canTokenTypeBeInsertedInRecovery(type: TokenType): boolean {
    return insertable.has(type)
  }

  protected canRecoverWithSingleTokenDeletion(expected: TokenType): boolean {
    const { tokenType } = this.LA(1)
    return !openers.has(tokenType) && !closers.has(tokenType) && tokenMatcher(this.LA(2), expected)
  }
}
