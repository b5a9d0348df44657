import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import type { SourceProgram } from '../../program.ts'
import { duplicateFeature } from './duplicate-feature.ts'
import { equalTowers } from './equal-towers.ts'
import { loneTower } from './lone-tower.ts'
import { unknownLevel } from './unknown-level.ts'
import { unusedFeature } from './unused-feature.ts'
import { unusedImport } from './unused-import.ts'
import { unusedLet } from './unused-let.ts'
import { unusedParameter } from './unused-parameter.ts'
import { unusedTable } from './unused-table.ts'

/** A rule that needs no types: looks at the resolved tree, gives what it finds. */
export type ProgramRule = (program: SourceProgram) => readonly Diagnostic[]

/** One rule a file; their order is the order of codes. */
export const programRules: readonly ProgramRule[] = [
  unknownLevel,
  unusedLet,
  unusedImport,
  unusedParameter,
  loneTower,
  unusedFeature,
  unusedTable,
  duplicateFeature,
  equalTowers,
]
