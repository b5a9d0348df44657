import type { Span } from '../diagnostics/diagnostic.ts'
import type { LevelOrder } from '../graph/levels.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import type { Calibration as CalibrationSpec } from '../model/calibration.ts'
import type * as spec from '../model/dataset.ts'
import type { Feature as FeatureSpec } from '../model/feature.ts'
import type { LevelKey } from '../model/level-key.ts'
import type { Serve as ServeSpec } from '../model/serve.ts'
import type { Surface as SurfaceSpec } from '../model/surface.ts'
import type { Table as TableSpec } from '../model/table.ts'
import type { Train as TrainSpec } from '../model/train.ts'
import type {
  Block,
  BranchDeclaration,
  Expression,
  Identifier,
  ModelDeclaration,
  ModuleDeclaration,
  SourceFile,
  TowerDeclaration,
} from './syntax/ast.ts'

/**
 * A resolved program with its trees and positions, for the checker, the interpreter and an editor: the closure of one entry file, every
 * global name bound, every config map read into a typed form. What lies behind the language reads its `ModelSpec` instead.
 */
export interface SourceProgram {
  /** Path of the entry file. */
  readonly entry: string
  /** Every file, by path, in order of path; library modules under `ctr:std/<name>.ctr`. */
  readonly files: ReadonlyMap<string, SourceFile>
  /** Texts of the files that declarations name, queries and vocabularies, by path. */
  readonly namedFiles: ReadonlyMap<string, string>
  /** Their values stand where their names were read. */
  readonly settings: ReadonlyMap<string, Setting>
  readonly surfaces: ReadonlyMap<string, Surface>
  readonly levels: LevelOrder
  /** Where each level is declared. */
  readonly levelSpans: ReadonlyMap<string, Span>
  readonly levelKeys: ReadonlyMap<string, LevelKey>
  readonly features: ReadonlyMap<string, Feature>
  readonly groups: ReadonlyMap<string, FeatureGroup>
  readonly tables: ReadonlyMap<string, Table>
  /** Declared `per feature`: `fields`, where `tables` has `fields.campaign`. */
  readonly tablesPerFeature: ReadonlySet<string>
  readonly models: ReadonlyMap<string, Model>
  readonly datasets: ReadonlyMap<string, Dataset>
  /** Module names visible in a file: its own and what it imports. */
  readonly modulesOf: ReadonlyMap<string, ReadonlyMap<string, Module>>
}

/** `setting experts : int = 4`, with the value that stands in the place of its name. */
export interface Setting {
  readonly name: Identifier
  readonly value: Expression
  /** Whether `--set` gave the value. */
  readonly isGiven: boolean
  /** Where its name was read. */
  readonly uses: readonly Span[]
}

/** A declaration as it is written somewhere. */
interface Declared {
  readonly span: Span
}

export interface Surface extends SurfaceSpec, Declared {}

export interface Feature extends FeatureSpec, Declared {
  /** What is read on the surfaces that lack it. Undefined: nothing, each use widens it or is an error. */
  readonly otherwise: 'zeros' | 'learned' | undefined
}

/** `features ids of ad { ... }`: a name for the list of its features, in order of declaration. */
export interface FeatureGroup extends Declared {
  readonly name: string
  readonly features: readonly Feature[]
}

export interface Table extends TableSpec, Declared {}

export interface Calibration extends CalibrationSpec, Declared {}

export interface Train extends TrainSpec, Declared {}

export interface Serve extends ServeSpec, Declared {}

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

/** A dataset with its row expressions as trees. */
export interface Dataset extends Omit<spec.Dataset, keyof DeclaredRows>, DeclaredRows, Declared {}

interface DeclaredRows {
  readonly query: Query
  readonly surface: SurfaceColumn | ConstantSurface
  readonly weight: RowExpression | undefined
  readonly labels: ReadonlyMap<string, Label>
  readonly outcomes: readonly (spec.Outcome & Declared)[]
  readonly splits: ReadonlyMap<string, RowExpression>
}

export interface Query extends spec.Query, Declared {
  /** Undefined where the text stands in the declaration itself. */
  readonly file: string | undefined
}

export interface SurfaceColumn extends Omit<spec.SurfaceColumn, 'values'>, Declared {
  readonly values: readonly SurfaceValue[]
}

export interface ConstantSurface extends spec.ConstantSurface, Declared {}

export interface SurfaceValue extends spec.SurfaceValue, Declared {}

export interface Label {
  readonly kind: spec.Label['kind']
  readonly all: RowExpression | undefined
  readonly bySurface: ReadonlyMap<string, RowExpression>
}

/** A row expression in its syntax, and the columns that it reads. */
export interface RowExpression {
  readonly expression: Expression
  readonly columns: readonly string[]
}
