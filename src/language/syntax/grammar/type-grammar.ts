import type { CstNode, IParserConfig, ParserMethod } from 'chevrotain'
import { scalarKinds } from '../../../features/kinds.ts'
import * as t from '../tokens.ts'
import { RecoveringParser } from './recovery.ts'

type Rule = ParserMethod<[], CstNode>

/** Types in module parameters, results, `param`, `let` and `var`, and those of features. */
export abstract class TypeGrammar extends RecoveringParser {
  protected abstract readonly expression: Rule
  protected abstract readonly argumentList: Rule
  protected abstract readonly configMap: Rule

  protected constructor(config: IParserConfig) {
    super([...t.grammarTokens], config)
  }

  /** `per gates [N]`, `[..., L, N] at user`. */
  readonly type = this.RULE('type', () => {
    this.MANY(() => {
      this.CONSUME(t.Per)
      this.SUBRULE(this.typeKeys)
    })
    this.SUBRULE(this.plainType)
    this.MANY2(() => {
      this.CONSUME(t.At)
      this.CONSUME(t.Name)
    })
  })

  /** `gates` or `[surfaces, tasks]`. */
  readonly typeKeys = this.RULE('typeKeys', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.Name) },
        {
          ALT: () => {
            this.CONSUME(t.LeftBracket)
            this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.CONSUME2(t.Name) })
            this.CONSUME(t.RightBracket)
          },
        },
      ],
      ERR_MSG: "keys: 'surfaces', 'tasks', a parameter, or a list of them",
    })
  })

  readonly plainType = this.RULE('plainType', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.shape) },
        { ALT: () => this.SUBRULE(this.listType) },
        { ALT: () => this.SUBRULE(this.choiceType) },
        { ALT: () => this.SUBRULE(this.moduleType) },
        { ALT: () => this.CONSUME(t.Name) },
      ],
      ERR_MSG: 'a type, such as [N], list<[D], L> or int',
    })
  })

  /** `module`, `module([N]) -> [M]`: a module that the body calls. */
  readonly moduleType = this.RULE('moduleType', () => {
    this.CONSUME(t.Module)
    this.OPTION(() => {
      this.CONSUME(t.LeftParenthesis)
      this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.plainType) })
      this.CONSUME(t.RightParenthesis)
      this.OPTION2(() => {
        this.CONSUME(t.Arrow)
        this.SUBRULE2(this.plainType)
      })
    })
  })

  /** `one of none, layer_norm`: the names that a constant may be. A comma before `name:` begins the next parameter. */
  readonly choiceType = this.RULE('choiceType', () => {
    this.CONSUME(t.One)
    this.CONSUME(t.Of)
    this.CONSUME(t.Name)
    this.MANY({
      GATE: () => this.LA(3).tokenType !== t.Colon,
      DEF: () => {
        this.CONSUME(t.Comma)
        this.CONSUME2(t.Name)
      },
    })
    this.OPTION(() => {
      this.CONSUME(t.Or)
      this.SUBRULE(this.moduleType)
    })
  })

  /** `[]`, `[N]`, `[..., N]`; a dimension is an expression of compile-time constants. */
  readonly shape = this.RULE('shape', () => {
    this.CONSUME(t.LeftBracket)
    this.MANY_SEP({
      SEP: t.Comma,
      DEF: () =>
        this.OR({
          DEF: [{ ALT: () => this.CONSUME(t.Ellipsis) }, { ALT: () => this.SUBRULE(this.expression) }],
          ERR_MSG: 'a dimension',
        }),
    })
    this.CONSUME(t.RightBracket)
  })

  /** `list<int>`, `list<[D], L>`, `list<id, 100>`. A record as the element is read, to report how it is declared. */
  readonly listType = this.RULE('listType', () => {
    this.CONSUME(t.List)
    this.CONSUME(t.Less)
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.shape) },
        { ALT: () => this.CONSUME(t.Name) },
        { ALT: () => this.SUBRULE(this.record) },
      ],
      ERR_MSG: "a list's element: id, string, int or a shape such as [D]",
    })
    this.OPTION(() => {
      this.CONSUME(t.Comma)
      this.OR2({
        DEF: [
          { ALT: () => this.CONSUME(t.NumberToken, { LABEL: 'length' }) },
          { ALT: () => this.CONSUME2(t.Name, { LABEL: 'length' }) },
        ],
        ERR_MSG: "a list's length: a number or a name",
      })
    })
    this.CONSUME(t.Greater)
  })

  /** `{ pin: id in pins, at: time }`. */
  readonly record = this.RULE('record', () => {
    this.CONSUME(t.LeftBrace)
    this.OPTION(() => this.SUBRULE(this.recordField))
    this.MANY(() => {
      this.CONSUME(t.Separator)
      this.OPTION2(() => this.SUBRULE2(this.recordField))
    })
    this.CONSUME(t.RightBrace)
  })

  readonly recordField = this.RULE('recordField', () => {
    this.CONSUME(t.Label)
    this.CONSUME(t.Colon)
    this.SUBRULE(this.featureType)
    this.OPTION(() => {
      this.CONSUME(t.In)
      this.CONSUME(t.Name)
    })
  })

  /** `id`, `float`, `[64]`, `list<id, 100>`. A call is a derivation, of a feature alone. */
  readonly featureType = this.RULE('featureType', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.shape) },
        { ALT: () => this.SUBRULE(this.listType) },
        {
          ALT: () => {
            this.CONSUME(t.Name)
            this.OPTION(() => this.SUBRULE(this.argumentList))
          },
        },
      ],
      ERR_MSG: `a type: ${scalarKinds.join(', ')}, [N] or list<id, L>`,
    })
  })
}
