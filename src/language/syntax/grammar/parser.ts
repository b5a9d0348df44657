import { type CstNode, EOF, type IParserConfig, type IToken } from 'chevrotain'
import { Expectations, TooManyErrors } from '../expectations.ts'
import * as t from '../tokens.ts'
import { ModelGrammar } from './model-grammar.ts'

/** The whole grammar: a file is declarations, one a line. Its own soundness is checked in the tests, not at every start. */
export class Parser extends ModelGrammar {
  readonly #expectations: Expectations

  constructor(config: Pick<IParserConfig, 'skipValidations'> = { skipValidations: true }) {
    const expectations = new Expectations()
    super({
      recoveryEnabled: true,
      nodeLocationTracking: 'onlyOffset',
      maxLookahead: 2,
      errorMessageProvider: expectations,
      ...config,
    })
    this.#expectations = expectations
    this.performSelfAnalysis()
  }

  /** The tree of a file's tokens; its errors are in `errors`. Undefined where there were too many to go on. */
  read(tokens: IToken[]): CstNode | undefined {
    this.input = tokens
    this.#expectations.reset(tokens)
    try {
      return this.file()
    } catch (error) {
      if (error instanceof TooManyErrors) return undefined
      throw error
    }
  }

  readonly file = this.RULE('file', () => {
    this.OPTION(() => this.SUBRULE(this.declaration))
    this.MANY(() => {
      this.CONSUME(t.DeclarationEnd)
      this.OPTION2(() => this.SUBRULE2(this.declaration))
    })
    this.CONSUME(EOF)
  })

  readonly declaration = this.RULE('declaration', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.importDeclaration) },
        { ALT: () => this.SUBRULE(this.settingDeclaration) },
        { ALT: () => this.SUBRULE(this.surfaceDeclaration) },
        { ALT: () => this.SUBRULE(this.levelDeclaration) },
        { ALT: () => this.SUBRULE(this.featuresDeclaration) },
        { ALT: () => this.SUBRULE(this.tableDeclaration) },
        { ALT: () => this.SUBRULE(this.moduleDeclaration) },
        { ALT: () => this.SUBRULE(this.modelDeclaration) },
        { ALT: () => this.SUBRULE(this.branchDeclaration) },
        { ALT: () => this.SUBRULE(this.towerDeclaration) },
        { ALT: () => this.SUBRULE(this.datasetDeclaration) },
        { ALT: () => this.SUBRULE(this.trainDeclaration) },
        { ALT: () => this.SUBRULE(this.serveDeclaration) },
      ],
      ERR_MSG: 'a declaration',
    })
  })
}
