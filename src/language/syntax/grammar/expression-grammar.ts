import type { CstNode, ParserMethod } from 'chevrotain'
import * as t from '../tokens.ts'
import { TypeGrammar } from './type-grammar.ts'

/**
 * Expressions. Operators are one flat rule, whose precedence the AST builder knows. Every path from an expression back to an
 * expression goes through a bracket, so the bound on brackets bounds the parser's stack: prefixes, postfixes and `else if` loop.
 */
export abstract class ExpressionGrammar extends TypeGrammar {
  protected abstract readonly block: ParserMethod<[], CstNode>

  /** With what binds loosest: `else zeros`, `else learned`, `renamed from x`. */
  readonly expression = this.RULE('expression', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.forLoop) },
        { ALT: () => this.SUBRULE(this.eachEntry) },
        { ALT: () => this.SUBRULE(this.choice) },
        { ALT: () => this.SUBRULE(this.operation) },
      ],
      ERR_MSG: 'a value',
    })
    this.MANY(() => this.SUBRULE(this.postscript))
  })

  readonly postscript = this.RULE('postscript', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Else)
          this.OR2({
            DEF: [{ ALT: () => this.CONSUME(t.Zeros) }, { ALT: () => this.CONSUME(t.Learned) }],
            ERR_MSG: "'zeros' or 'learned'",
          })
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Renamed)
          this.CONSUME(t.From)
          this.CONSUME(t.Name)
        },
      },
    ])
  })

  /** Statement or value: the AST builder distinguishes them. */
  readonly forLoop = this.RULE('forLoop', () => {
    this.CONSUME(t.For)
    this.CONSUME(t.Name)
    this.CONSUME(t.In)
    this.SUBRULE(this.operation)
    this.SUBRULE(this.block)
  })

  /** `each gate in gates { ... }`. */
  readonly eachEntry = this.RULE('eachEntry', () => {
    this.CONSUME(t.Each)
    this.CONSUME(t.Name)
    this.CONSUME(t.In)
    this.SUBRULE(this.operation)
    this.SUBRULE(this.block)
  })

  /** `if c { } else if d { } else { }`, statement or value. */
  readonly choice = this.RULE('choice', () => {
    this.CONSUME(t.If)
    this.SUBRULE(this.operation)
    this.SUBRULE(this.block)
    this.MANY({
      GATE: () => this.LA(2).tokenType === t.If,
      DEF: () => {
        this.CONSUME(t.Else)
        this.CONSUME2(t.If)
        this.SUBRULE2(this.operation)
        this.SUBRULE2(this.block)
      },
    })
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.LeftBrace,
      DEF: () => {
        this.CONSUME2(t.Else)
        this.SUBRULE3(this.block, { LABEL: 'otherwise' })
      },
    })
  })

  readonly operation = this.RULE('operation', () => {
    this.SUBRULE(this.operand)
    this.MANY(() => {
      this.SUBRULE(this.operator)
      this.SUBRULE2(this.operand)
    })
  })

  readonly operator = this.RULE('operator', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Infix) },
      { ALT: () => this.CONSUME(t.In) },
      {
        ALT: () => {
          this.CONSUME(t.Not)
          this.CONSUME2(t.In)
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Is)
          this.OPTION(() => this.CONSUME2(t.Not))
        },
      },
      { ALT: () => this.CONSUME(t.Where) },
    ])
  })

  readonly operand = this.RULE('operand', () => {
    this.MANY(() =>
      this.OR([
        { ALT: () => this.CONSUME(t.Minus, { LABEL: 'prefix' }) },
        { ALT: () => this.CONSUME(t.Not, { LABEL: 'prefix' }) },
      ]),
    )
    this.SUBRULE(this.primary)
    this.MANY2(() => this.SUBRULE(this.selection))
  })

  /** `[surface]` or `.results`. */
  readonly selection = this.RULE('selection', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.LeftBracket)
          this.SUBRULE(this.expression)
          this.CONSUME(t.RightBracket)
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Dot)
          this.CONSUME(t.Name)
        },
      },
    ])
  })

  readonly primary = this.RULE('primary', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.NumberToken) },
        { ALT: () => this.CONSUME(t.StringToken) },
        { ALT: () => this.CONSUME(t.True) },
        { ALT: () => this.CONSUME(t.False) },
        { ALT: () => this.CONSUME(t.Null) },
        { ALT: () => this.SUBRULE(this.parenthesized) },
        { ALT: () => this.SUBRULE(this.list) },
        {
          ALT: () => {
            this.CONSUME(t.Name)
            this.OPTION(() => this.SUBRULE(this.argumentList))
          },
        },
      ],
      ERR_MSG: 'a value',
    })
  })

  readonly parenthesized = this.RULE('parenthesized', () => {
    this.CONSUME(t.LeftParenthesis)
    this.SUBRULE(this.expression)
    this.CONSUME(t.RightParenthesis)
  })

  readonly list = this.RULE('list', () => {
    this.CONSUME(t.LeftBracket)
    this.OPTION(() => this.SUBRULE(this.expression))
    this.MANY(() => {
      this.CONSUME(t.Comma)
      this.OPTION2(() => this.SUBRULE2(this.expression))
    })
    this.CONSUME(t.RightBracket)
  })

  readonly argumentList = this.RULE('argumentList', () => {
    this.CONSUME(t.LeftParenthesis)
    this.OPTION(() => this.SUBRULE(this.argument))
    this.MANY(() => {
      this.CONSUME(t.Comma)
      this.OPTION2(() => this.SUBRULE2(this.argument))
    })
    this.CONSUME(t.RightParenthesis)
  })

  /** `x` or `units: [64]`; before the `:` reserved words are plain names. */
  readonly argument = this.RULE('argument', () => {
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Colon,
      DEF: () => {
        this.CONSUME(t.Label)
        this.CONSUME(t.Colon)
      },
    })
    this.SUBRULE(this.expression)
  })
}
