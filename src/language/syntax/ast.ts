import type { Span } from '../../diagnostics/diagnostic.ts'
import type { ScalarKindName } from '../../features/kinds.ts'
import type {
  Block,
  BooleanLiteral,
  CallExpression,
  Expression,
  Identifier,
  Item,
  Node,
  NumberLiteral,
  StringLiteral,
  TypeNode,
} from './ast-code.ts'

export type * from './ast-code.ts'

/** The syntax tree of a file: declarations and config maps here, what stands in blocks in `ast-code.ts`. */
export interface SourceFile extends Node {
  readonly path: string
  readonly text: string
  readonly items: readonly Declaration[]
  /** Comments after the last item. */
  readonly trailing: readonly string[]
}

// ---------------------------------------------------------------- declarations

export type Declaration =
  | ImportDeclaration
  | SettingDeclaration
  | SurfaceDeclaration
  | LevelDeclarationNode
  | FeaturesDeclaration
  | TableDeclarationNode
  | ModuleDeclaration
  | ModelDeclaration
  | BranchDeclaration
  | TowerDeclaration
  | DatasetDeclaration
  | TrainDeclaration
  | ServeDeclaration

/** `import { a, b } from "./f.ctr"` or `import "./f.ctr"` (names undefined). */
export interface ImportDeclaration extends Item {
  readonly kind: 'import'
  readonly names: readonly Identifier[] | undefined
  readonly path: StringLiteral
}

/** `setting experts : int = 4` */
export interface SettingDeclaration extends Item {
  readonly kind: 'setting'
  readonly name: Identifier
  readonly type: TypeNode
  readonly value: Expression
}

/** `surface search { views: [results, guided] }` */
export interface SurfaceDeclaration extends Item {
  readonly kind: 'surface'
  readonly name: Identifier
  readonly config: ConfigMap | undefined
}

/** `level request by request_id: string within user` */
export interface LevelDeclarationNode extends Item {
  readonly kind: 'level'
  readonly name: Identifier
  readonly by: readonly { readonly name: Identifier; readonly type: FeatureType | undefined }[]
  readonly within: readonly Identifier[]
}

/** `features of user on search { ... }`, `features ids of ad { ... }` */
export interface FeaturesDeclaration extends Item {
  readonly kind: 'features'
  /** The name of the list of its features. */
  readonly group: Identifier | undefined
  readonly level: Identifier
  readonly surfaces: readonly Identifier[] | undefined
  /** `on search else learned`: what is read on the other surfaces. */
  readonly otherwise: 'zeros' | 'learned' | undefined
  readonly features: readonly FeatureNode[]
  readonly sequences: readonly SequenceNode[]
  /** Comments before the closing brace. */
  readonly trailing: readonly string[]
}

/** `sequence recent max 200 { pin : id in pins }`: records of one length. */
export interface SequenceNode extends Item {
  readonly kind: 'sequence'
  readonly name: FeatureName
  readonly max: NumberLiteral
  readonly fields: readonly FeatureNode[]
  /** Comments before the closing brace. */
  readonly trailing: readonly string[]
}

/** One line: `impressions_30d : float missing -1 default 0 served as 0`, `pin : id in pins`, `clicks, hides : float`. */
export interface FeatureNode extends Item {
  readonly kind: 'feature'
  /** One or more, all of the same type and clauses. */
  readonly names: readonly FeatureName[]
  /** Or the call that it is derived by: `bucket(days_active, [7, 30, 90])`. */
  readonly type: FeatureType | CallExpression
  /** `in pins`, or a table in place, one for each name: `in { rows: vocabulary(64), dim: 4 }`. */
  readonly table: Identifier | ConfigMap | undefined
  readonly missing: FeatureLiteral | undefined
  readonly default: FeatureLiteral | undefined
  readonly servedAs: FeatureLiteral | undefined
}

/** `pin`, `"101" as pin`: the name in the program, and the column that has another one. */
export interface FeatureName extends Identifier {
  readonly column: StringLiteral | undefined
}

/** What may stand after `missing`, `default` and `served as`; the feature's kind determines which. */
export type FeatureLiteral = NumberLiteral | StringLiteral | BooleanLiteral

export type FeatureType =
  | { readonly kind: ScalarKindName; readonly span: Span }
  /** `[64]` */
  | { readonly kind: 'vector'; readonly size: NumberLiteral; readonly span: Span }
  /** `list<id, 100>` */
  | { readonly kind: 'list'; readonly element: 'id' | 'string'; readonly length: NumberLiteral; readonly span: Span }

/** `table users { rows: hash(500_000), dim: 16 }` */
export interface TableDeclarationNode extends Item {
  readonly kind: 'table'
  readonly name: Identifier
  readonly config: ConfigMap
}

/** `export module dcnv2<N>(x: [N], layers: int = 3) -> [N] { ... }` */
export interface ModuleDeclaration extends Item {
  readonly kind: 'module'
  readonly exported: boolean
  readonly name: Identifier
  readonly dimensions: readonly Identifier[]
  readonly parameters: readonly ModuleParameter[]
  readonly result: TypeNode | undefined
  readonly body: Block
}

export interface ModuleParameter extends Node {
  readonly name: Identifier
  readonly type: TypeNode
  readonly default: Expression | undefined
}

/** `model engagement on home_feed, search, related_pins staged { trunk { } calibrate ... }`, `model wide extends engagement { ... }` */
export interface ModelDeclaration extends Item {
  readonly kind: 'model'
  readonly name: Identifier
  /** The model that it is a variant of. */
  readonly base: Identifier | undefined
  readonly without: readonly WithoutNode[]
  readonly surfaces: readonly { readonly name: Identifier; readonly staged: boolean }[]
  readonly trunk: Block | undefined
  readonly trunkSpan: Span | undefined
  readonly calibrations: readonly CalibrateNode[]
  /** Comments before the closing brace. */
  readonly trailing: readonly string[]
}

/** `without tower related_pins`: what a variant does not take of its base. */
export interface WithoutNode extends Item {
  readonly kind: 'without'
  readonly part: 'tower' | 'branch'
  readonly names: readonly Identifier[]
}

/** `calibrate click, long_click by view with platt { at_least: 100, else: [surface, all] }` */
export interface CalibrateNode extends Item {
  readonly kind: 'calibrate'
  readonly tasks: readonly Identifier[]
  /** `view` or `surface`; undefined is all together. */
  readonly by: Identifier | undefined
  readonly method: Identifier
  readonly config: ConfigMap | undefined
}

/** `branch browse of engagement for home_feed, related_pins { ... }` */
export interface BranchDeclaration extends Item {
  readonly kind: 'branch'
  readonly name: Identifier
  readonly of: Identifier
  readonly surfaces: readonly Identifier[]
  readonly body: Block
}

/** `tower search of engagement { ... }`; `tower each surface of engagement { ... }`, of every surface without a tower of its own. */
export interface TowerDeclaration extends Item {
  readonly kind: 'tower'
  readonly isOfEach: boolean
  /** The surface; of each, the word `surface`. */
  readonly name: Identifier
  readonly of: Identifier
  readonly body: Block
}

export interface DatasetDeclaration extends Item {
  readonly kind: 'dataset'
  readonly name: Identifier
  readonly config: ConfigMap
}

/** `train engagement { ... }` */
export interface TrainDeclaration extends Item {
  readonly kind: 'train'
  readonly model: Identifier
  readonly config: ConfigMap
}

export interface ServeDeclaration extends Item {
  readonly kind: 'serve'
  readonly model: Identifier
  readonly config: ConfigMap
}

// ---------------------------------------------------------------- config maps

/** `{ name: value, ... }`: never an expression. */
export interface ConfigMap extends Node {
  readonly kind: 'map'
  readonly entries: readonly ConfigEntry[]
  /** Comments before the closing brace. */
  readonly trailing: readonly string[]
}

export interface ConfigEntry extends Item {
  readonly key: Identifier | StringLiteral | NumberLiteral
  readonly value: ConfigValue
}

/** A map, a list of config values, one `per` something, or an expression (numbers, names, calls like `adam(lr: 1e-3)`, row expressions). */
export type ConfigValue = ConfigMap | ConfigList | ConfigPer | Expression

/** `hash(1M) per feature` */
export interface ConfigPer extends Node {
  readonly kind: 'per'
  readonly of: ConfigMap | ConfigList | Expression
  readonly per: Identifier
}

export interface ConfigList extends Node {
  readonly kind: 'config_list'
  readonly items: readonly ConfigValue[]
}
