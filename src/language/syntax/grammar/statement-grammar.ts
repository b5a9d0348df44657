import * as t from '../tokens.ts'
import { ExpressionGrammar } from './expression-grammar.ts'

/**
 * Blocks and what stands in them, one statement a line. Items between separators are optional throughout: so the parser's
 * recovery, which works between the rounds of a repetition, also recovers the first item and an empty one.
 */
export abstract class StatementGrammar extends ExpressionGrammar {
  readonly names = this.RULE('names', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.CONSUME(t.Name) })
  })

  readonly block = this.RULE('block', () => {
    this.CONSUME(t.LeftBrace)
    this.OPTION(() => this.SUBRULE(this.statement))
    this.MANY(() => {
      this.CONSUME(t.NewLine)
      this.OPTION2(() => this.SUBRULE2(this.statement))
    })
    this.CONSUME(t.RightBrace)
  })

  readonly statement = this.RULE('statement', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.letStatement) },
        { ALT: () => this.SUBRULE(this.varStatement) },
        { ALT: () => this.SUBRULE(this.paramStatement) },
        { ALT: () => this.SUBRULE(this.predictStatement) },
        { ALT: () => this.SUBRULE(this.returnStatement) },
        { ALT: () => this.SUBRULE(this.requireStatement) },
        { ALT: () => this.SUBRULE(this.assignment) },
      ],
      ERR_MSG: 'a statement',
    })
  })

  /** `export let shared: per surfaces [128] = ...`. */
  readonly letStatement = this.RULE('letStatement', () => {
    this.OPTION(() => this.CONSUME(t.Export))
    this.CONSUME(t.Let)
    this.CONSUME(t.Name)
    this.OPTION2(() => {
      this.CONSUME(t.Colon)
      this.SUBRULE(this.type)
    })
    this.CONSUME(t.Equals)
    this.SUBRULE(this.expression)
  })

  readonly varStatement = this.RULE('varStatement', () => {
    this.CONSUME(t.Var)
    this.CONSUME(t.Name)
    this.OPTION(() => {
      this.CONSUME(t.Colon)
      this.SUBRULE(this.type)
    })
    this.CONSUME(t.Equals)
    this.SUBRULE(this.expression)
  })

  readonly paramStatement = this.RULE('paramStatement', () => {
    this.CONSUME(t.Param)
    this.CONSUME(t.Name)
    this.CONSUME(t.Colon)
    this.SUBRULE(this.type)
    this.OPTION(() => {
      this.CONSUME(t.Equals)
      this.SUBRULE(this.expression)
    })
  })

  /** `predict click = linear(h)`, `predict click on search, related_pins { ... }`. */
  readonly predictStatement = this.RULE('predictStatement', () => {
    this.CONSUME(t.Predict)
    this.CONSUME(t.Name)
    this.OPTION(() => {
      this.CONSUME(t.On)
      this.SUBRULE(this.names)
    })
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.Equals)
            this.SUBRULE(this.expression)
          },
        },
        { ALT: () => this.SUBRULE(this.block) },
      ],
      ERR_MSG: "'=' and a value, or '{'",
    })
  })

  readonly returnStatement = this.RULE('returnStatement', () => {
    this.CONSUME(t.Return)
    this.SUBRULE(this.expression)
  })

  /** `require D % heads == 0, "heads ({heads}) must divide the width ({D})"`. */
  readonly requireStatement = this.RULE('requireStatement', () => {
    this.CONSUME(t.Require)
    this.SUBRULE(this.expression)
    this.CONSUME(t.Comma)
    this.CONSUME(t.StringToken)
  })

  /** A value, or the name before `=`: the AST builder reports anything but a name more precisely. */
  readonly assignment = this.RULE('assignment', () => {
    this.SUBRULE(this.expression)
    this.OPTION(() => {
      this.CONSUME(t.Equals)
      this.SUBRULE2(this.expression)
    })
  })
}
