import * as t from '../tokens.ts'
import { ConfigGrammar } from './config-grammar.ts'

/** What stands in a file: the declarations of surfaces, levels, features and tables; models have a file of their own. */
export abstract class DeclarationGrammar extends ConfigGrammar {
  /** `import "./f.ctr"` or `import { a, b } from "./f.ctr"`. */
  readonly importDeclaration = this.RULE('importDeclaration', () => {
    this.CONSUME(t.Import)
    this.OPTION(() => {
      this.CONSUME(t.LeftBrace)
      this.OPTION2(() => this.CONSUME(t.Name))
      this.MANY(() => {
        this.CONSUME(t.Separator)
        this.OPTION3(() => this.CONSUME2(t.Name))
      })
      this.CONSUME(t.RightBrace)
      this.CONSUME(t.From)
    })
    this.CONSUME(t.StringToken)
  })

  readonly surfaceDeclaration = this.RULE('surfaceDeclaration', () => {
    this.CONSUME(t.Surface)
    this.CONSUME(t.Name)
    this.OPTION(() => this.SUBRULE(this.configMap))
  })

  /** `level request by request_id: string within user`. */
  readonly levelDeclaration = this.RULE('levelDeclaration', () => {
    this.CONSUME(t.Level)
    this.CONSUME(t.Name)
    this.OPTION(() => {
      this.CONSUME(t.By)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.levelKey) })
    })
    this.OPTION2(() => {
      this.CONSUME(t.Within)
      this.SUBRULE(this.names)
    })
  })

  readonly levelKey = this.RULE('levelKey', () => {
    this.CONSUME(t.Name)
    this.OPTION(() => {
      this.CONSUME(t.Colon)
      this.SUBRULE(this.featureType)
    })
  })

  /** `features of request on search { ... }`, `features ids of ad { ... }`, `features of request on search else learned { ... }`. */
  readonly featuresDeclaration = this.RULE('featuresDeclaration', () => {
    this.CONSUME(t.Features)
    // A level may be called `of`, a group may not.
    this.OPTION({
      GATE: () => this.LA(1).tokenType !== t.Of,
      DEF: () => this.CONSUME(t.Name, { LABEL: 'group' }),
    })
    this.CONSUME(t.Of)
    this.CONSUME2(t.Name, { LABEL: 'level' })
    this.OPTION2(() => {
      this.CONSUME(t.On)
      this.SUBRULE(this.names)
      this.OPTION3(() => {
        this.CONSUME(t.Else)
        this.OR({
          DEF: [{ ALT: () => this.CONSUME(t.Zeros) }, { ALT: () => this.CONSUME(t.Learned) }],
          ERR_MSG: "'zeros' or 'learned'",
        })
      })
    })
    this.CONSUME(t.LeftBrace)
    this.OPTION4(() => this.SUBRULE(this.featureOrSequence))
    this.MANY(() => {
      this.CONSUME(t.Separator)
      this.OPTION5(() => this.SUBRULE2(this.featureOrSequence))
    })
    this.CONSUME(t.RightBrace)
  })

  /** A feature may be called `sequence`. */
  readonly featureOrSequence = this.RULE('featureOrSequence', () => {
    this.OR({
      DEF: [
        {
          GATE: () => {
            const behind = this.LA(2).tokenType
            return behind !== t.Colon && behind !== t.Comma
          },
          ALT: () => this.SUBRULE(this.sequence),
        },
        { ALT: () => this.SUBRULE(this.feature) },
      ],
      ERR_MSG: "a feature's name",
    })
  })

  /** `sequence recent max 200 { ... }`, `sequence "events" as recent max 200 { ... }`. */
  readonly sequence = this.RULE('sequence', () => {
    this.CONSUME(t.Sequence)
    this.SUBRULE(this.featureName)
    this.CONSUME(t.Max)
    this.CONSUME(t.NumberToken)
    this.CONSUME(t.LeftBrace)
    this.OPTION(() => this.SUBRULE(this.feature))
    this.MANY(() => {
      this.CONSUME(t.Separator)
      this.OPTION2(() => this.SUBRULE2(this.feature))
    })
    this.CONSUME(t.RightBrace)
  })

  /** `days_active : int missing -124 default 0`, `clicks, hides : float default 0`, `"101" as pin : id in pins`. */
  readonly feature = this.RULE('feature', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.featureName) })
    this.CONSUME(t.Colon)
    this.SUBRULE(this.featureType)
    this.MANY(() => this.SUBRULE(this.featureClause))
  })

  /** `pin`, or `"101" as pin` where the column has another name. */
  readonly featureName = this.RULE('featureName', () => {
    this.OPTION(() => {
      this.CONSUME(t.StringToken)
      this.CONSUME(t.As)
    })
    this.CONSUME(t.Label)
  })

  readonly featureClause = this.RULE('featureClause', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.In)
          this.OR2({
            DEF: [{ ALT: () => this.CONSUME(t.Name) }, { ALT: () => this.SUBRULE(this.configMap) }],
            ERR_MSG: "a table's name, or a table in place: { rows: vocabulary(64), dim: 4 }",
          })
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Missing)
          this.SUBRULE(this.literal)
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Default)
          this.SUBRULE2(this.literal)
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Served)
          this.CONSUME(t.As)
          this.SUBRULE3(this.literal)
        },
      },
    ])
  })

  readonly literal = this.RULE('literal', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.StringToken) },
        {
          ALT: () => {
            this.OPTION(() => this.CONSUME(t.Minus))
            this.CONSUME(t.NumberToken)
          },
        },
        { ALT: () => this.CONSUME(t.True) },
        { ALT: () => this.CONSUME(t.False) },
      ],
      ERR_MSG: 'a number, a string, true or false',
    })
  })

  readonly tableDeclaration = this.RULE('tableDeclaration', () => {
    this.CONSUME(t.Table)
    this.CONSUME(t.Name)
    this.SUBRULE(this.configMap)
  })

  /** `setting experts : int = 4`. */
  readonly settingDeclaration = this.RULE('settingDeclaration', () => {
    this.CONSUME(t.Setting)
    this.CONSUME(t.Name)
    this.CONSUME(t.Colon)
    this.SUBRULE(this.type)
    this.CONSUME(t.Equals)
    this.SUBRULE(this.expression)
  })

  readonly datasetDeclaration = this.RULE('datasetDeclaration', () => {
    this.CONSUME(t.Dataset)
    this.CONSUME(t.Name)
    this.SUBRULE(this.configMap)
  })

  readonly trainDeclaration = this.RULE('trainDeclaration', () => {
    this.CONSUME(t.Train)
    this.CONSUME(t.Name)
    this.SUBRULE(this.configMap)
  })

  readonly serveDeclaration = this.RULE('serveDeclaration', () => {
    this.CONSUME(t.Serve)
    this.CONSUME(t.Name)
    this.SUBRULE(this.configMap)
  })
}
