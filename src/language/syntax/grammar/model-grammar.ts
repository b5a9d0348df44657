import * as t from '../tokens.ts'
import { DeclarationGrammar } from './declaration-grammar.ts'

/** Modules, models, and the tower tree. */
export abstract class ModelGrammar extends DeclarationGrammar {
  /** `export module dcnv2<N>(x: [N], layers: int = 3) -> [N] { ... }`. */
  readonly moduleDeclaration = this.RULE('moduleDeclaration', () => {
    this.OPTION(() => this.CONSUME(t.Export))
    this.CONSUME(t.Module)
    this.CONSUME(t.Name)
    this.OPTION2(() => {
      this.CONSUME(t.Less)
      this.SUBRULE(this.names)
      this.CONSUME(t.Greater)
    })
    this.CONSUME(t.LeftParenthesis)
    this.OPTION3(() => this.SUBRULE(this.parameter))
    this.MANY(() => {
      this.CONSUME(t.Comma)
      this.OPTION4(() => this.SUBRULE2(this.parameter))
    })
    this.CONSUME(t.RightParenthesis)
    this.OPTION5(() => {
      this.CONSUME(t.Arrow)
      this.SUBRULE(this.type)
    })
    this.SUBRULE(this.block)
  })

  readonly parameter = this.RULE('parameter', () => {
    this.CONSUME(t.Label)
    this.CONSUME(t.Colon)
    this.SUBRULE(this.type)
    this.OPTION(() => {
      this.CONSUME(t.Equals)
      this.SUBRULE(this.expression)
    })
  })

  /** `model engagement on home_feed, search staged { ... }`, `model wide extends engagement { ... }`. */
  readonly modelDeclaration = this.RULE('modelDeclaration', () => {
    this.CONSUME(t.Model)
    this.CONSUME(t.Name)
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.modelSurfaces) },
        {
          ALT: () => {
            this.CONSUME(t.Extends)
            this.CONSUME2(t.Name, { LABEL: 'base' })
            this.OPTION(() => this.SUBRULE2(this.modelSurfaces))
          },
        },
      ],
      ERR_MSG: "'on' and the surfaces it runs on",
    })
    this.CONSUME(t.LeftBrace)
    this.OPTION2(() => this.SUBRULE(this.modelItem))
    this.MANY(() => {
      this.CONSUME(t.NewLine)
      this.OPTION3(() => this.SUBRULE2(this.modelItem))
    })
    this.CONSUME(t.RightBrace)
  })

  readonly modelSurfaces = this.RULE('modelSurfaces', () => {
    this.CONSUME(t.On)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.modelSurface) })
  })

  readonly modelSurface = this.RULE('modelSurface', () => {
    this.CONSUME(t.Name)
    this.OPTION(() => this.CONSUME(t.Staged))
  })

  readonly modelItem = this.RULE('modelItem', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.trunk) },
        { ALT: () => this.SUBRULE(this.calibration) },
        { ALT: () => this.SUBRULE(this.without) },
      ],
      ERR_MSG: "'trunk' or 'calibrate'",
    })
  })

  /** `without tower related_pins`, `without branch browse`. */
  readonly without = this.RULE('without', () => {
    this.CONSUME(t.Without)
    this.OR({
      DEF: [{ ALT: () => this.CONSUME(t.Tower) }, { ALT: () => this.CONSUME(t.Branch) }],
      ERR_MSG: "'tower' or 'branch'",
    })
    this.SUBRULE(this.names)
  })

  readonly trunk = this.RULE('trunk', () => {
    this.CONSUME(t.Trunk)
    this.SUBRULE(this.block)
  })

  /** `calibrate click, long_click by view with platt { at_least: 100 }`. */
  readonly calibration = this.RULE('calibration', () => {
    this.CONSUME(t.Calibrate)
    this.SUBRULE(this.names)
    this.OPTION(() => {
      this.CONSUME(t.By)
      this.CONSUME(t.Name, { LABEL: 'by' })
    })
    this.CONSUME(t.With)
    this.CONSUME2(t.Name, { LABEL: 'method' })
    this.OPTION2(() => this.SUBRULE(this.configMap))
  })

  /** `branch browse of engagement for home_feed, related_pins { ... }`. */
  readonly branchDeclaration = this.RULE('branchDeclaration', () => {
    this.CONSUME(t.Branch)
    this.CONSUME(t.Name)
    this.CONSUME(t.Of)
    this.CONSUME2(t.Name)
    this.CONSUME(t.For)
    this.SUBRULE(this.names)
    this.SUBRULE(this.block)
  })

  /** `tower search of engagement { ... }`, `tower each surface of engagement { ... }`. */
  readonly towerDeclaration = this.RULE('towerDeclaration', () => {
    this.CONSUME(t.Tower)
    this.OPTION(() => this.CONSUME(t.Each))
    this.CONSUME(t.Name)
    this.CONSUME(t.Of)
    this.CONSUME2(t.Name)
    this.SUBRULE(this.block)
  })
}
