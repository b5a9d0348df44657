import type { Span } from '../diagnostics/diagnostic.ts'
import type { TableDeclaration } from '../graph/graph.ts'
import type { LevelOrder } from '../graph/levels.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import type { Optimizers } from '../optimizers/chosen.ts'
import type {
  Block,
  BranchDeclaration,
  Expression,
  ModelDeclaration,
  ModuleDeclaration,
  SourceFile,
  TowerDeclaration,
} from './syntax/ast.ts'

/** A resolved program: the closure of one entry file, every global name bound, every config map read into a typed form. */
export interface Program {
  /** Path of the entry file. */
  readonly entry: string
  /** Every file, by path, in order of path; library modules under `ctr:std/<name>.ctr`. */
  readonly files: ReadonlyMap<string, SourceFile>
  readonly surfaces: ReadonlyMap<string, Surface>
  readonly levels: LevelOrder
  /** Where each level is declared. */
  readonly levelSpans: ReadonlyMap<string, Span>
  /** Dtype of a level key that is no feature: `id` if silent. */
  readonly levelKeys: ReadonlyMap<string, LevelKey>
  readonly features: ReadonlyMap<string, Feature>
  readonly tables: ReadonlyMap<string, Table>
  readonly models: ReadonlyMap<string, Model>
  readonly datasets: ReadonlyMap<string, Dataset>
  /** Module names visible in a file: its own and what it imports. */
  readonly modulesOf: ReadonlyMap<string, ReadonlyMap<string, Module>>
}

export interface Surface {
  readonly name: string
  /** At least one; a surface without `views` has the one view `default`. */
  readonly views: readonly string[]
  readonly span: Span
}

export interface LevelKey {
  readonly name: string
  readonly type: 'id' | 'string' | 'int'
  /** False where a feature of this name carries the type. */
  readonly isFeature: boolean
}

export type FeatureKind =
  | { readonly kind: 'id' | 'string'; readonly table: string | undefined }
  | { readonly kind: 'int' | 'float' }
  | { readonly kind: 'vector'; readonly size: number }
  | {
      readonly kind: 'list'
      readonly element: 'id' | 'string'
      readonly length: number
      readonly table: string | undefined
    }

export interface Feature {
  readonly name: string
  readonly type: FeatureKind
  readonly level: string
  /** Undefined: on every surface. */
  readonly surfaces: SurfaceSet | undefined
  /** A sentinel of the logs that means missing. */
  readonly missing: number | string | undefined
  readonly default: number | string | undefined
  readonly servedAs: number | string | undefined
  readonly span: Span
}

export interface Table extends TableDeclaration {
  readonly span: Span
}

export interface Module {
  readonly name: string
  readonly declaration: ModuleDeclaration
  readonly file: string
}

export interface Model {
  readonly name: string
  readonly declaration: ModelDeclaration
  readonly live: SurfaceSet
  readonly staged: SurfaceSet
  readonly trunk: Block | undefined
  readonly branches: readonly BranchNode[]
  readonly towers: readonly TowerNode[]
  /** Every task predicted anywhere in the model, sorted. */
  readonly tasks: readonly string[]
  readonly calibrations: ReadonlyMap<string, Calibration>
  readonly train: Train | undefined
  readonly serve: Serve | undefined
  readonly span: Span
}

/** An inner node of the tower tree. `parent` is the model's name (the trunk) or a branch's. */
export interface BranchNode {
  readonly name: string
  readonly parent: string
  readonly surfaces: SurfaceSet
  readonly declaration: BranchDeclaration
}

export interface TowerNode {
  readonly surface: string
  readonly parent: string
  readonly declaration: TowerDeclaration
}

export interface Calibration {
  readonly task: string
  readonly by: 'view' | 'surface' | 'all'
  readonly method: 'platt'
  readonly atLeast: number
  /** Where a thin segment goes, in order. */
  readonly otherwise: readonly ('surface' | 'all')[]
  readonly span: Span
}

export interface Train extends Optimizers {
  readonly dataset: string | undefined
  readonly batch: number
  readonly epochs: number
  /** Weight of each task's loss. */
  readonly tasks: ReadonlyMap<string, number>
  readonly surfaces: ReadonlyMap<string, number>
  readonly seed: number
  readonly keep:
    | {
        readonly task: string
        readonly metric: 'logloss' | 'auc'
        readonly every: number
        readonly patience: number | undefined
      }
    | undefined
  readonly span: Span
}

export interface Serve {
  /** Levels computed once per key inside the serving graph. */
  readonly dedupe: readonly string[]
  readonly budget: { readonly multiplyAdds: ReadonlyMap<string, number>; readonly parameters: number | undefined }
  readonly span: Span
}

export interface Dataset {
  readonly name: string
  /** SQL text; `{root}` and other `{param}`s stand for --param values. */
  readonly query: { readonly sql: string; readonly file: string | undefined; readonly span: Span }
  readonly surface:
    | {
        readonly kind: 'column'
        readonly column: string
        readonly values: readonly SurfaceValue[]
        readonly otherwise: 'drop' | 'error'
        readonly span: Span
      }
    /** `surface: home_feed`: every row is of one surface. */
    | { readonly kind: 'constant'; readonly surface: string; readonly view: string; readonly span: Span }
  readonly time: string | undefined
  readonly weight: RowExpression | undefined
  /** By task, then by surface; `all` where one expression serves every surface. */
  readonly labels: ReadonlyMap<
    string,
    { readonly all: RowExpression | undefined; readonly bySurface: ReadonlyMap<string, RowExpression> }
  >
  readonly outcomes: readonly { readonly name: string; readonly span: Span }[]
  readonly splits: ReadonlyMap<string, RowExpression>
  readonly span: Span
}

export interface SurfaceValue {
  readonly value: number | string
  readonly surface: string
  readonly view: string
  readonly span: Span
}

/** A row expression in its syntax; `rows` compiles it to quoted SQL. Columns it reads are listed. */
export interface RowExpression {
  readonly expression: Expression
  readonly columns: readonly string[]
}
