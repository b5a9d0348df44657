import * as t from '../tokens.ts'
import { StatementGrammar } from './statement-grammar.ts'

/** Config maps: `{ name: value }`, entries separated by commas or new lines. */
export abstract class ConfigGrammar extends StatementGrammar {
  readonly configMap = this.RULE('configMap', () => {
    this.CONSUME(t.LeftBrace)
    this.OPTION(() => this.SUBRULE(this.configEntry))
    this.MANY(() => {
      this.CONSUME(t.Separator)
      this.OPTION2(() => this.SUBRULE2(this.configEntry))
    })
    this.CONSUME(t.RightBrace)
  })

  readonly configEntry = this.RULE('configEntry', () => {
    this.SUBRULE(this.configKey)
    this.CONSUME(t.Colon)
    this.SUBRULE(this.configValue)
  })

  readonly configKey = this.RULE('configKey', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.Label) },
        { ALT: () => this.CONSUME(t.StringToken) },
        {
          ALT: () => {
            this.OPTION(() => this.CONSUME(t.Minus))
            this.CONSUME(t.NumberToken)
          },
        },
      ],
      ERR_MSG: "a name and ':'",
    })
  })

  /** `4096`, `[user, request]`, `hash(1M) per feature`. */
  readonly configValue = this.RULE('configValue', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.configMap) },
        { ALT: () => this.SUBRULE(this.configList) },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
      ERR_MSG: 'a value',
      IGNORE_AMBIGUITIES: true,
    })
    this.OPTION(() => {
      this.CONSUME(t.Per)
      this.CONSUME(t.Name)
    })
  })

  readonly configList = this.RULE('configList', () => {
    this.CONSUME(t.LeftBracket)
    this.OPTION(() => this.SUBRULE(this.configValue))
    this.MANY(() => {
      this.CONSUME(t.Comma)
      this.OPTION2(() => this.SUBRULE2(this.configValue))
    })
    this.CONSUME(t.RightBracket)
  })
}
