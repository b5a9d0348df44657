import type { ScalarKindName } from '../features/kinds.ts'

export interface LevelKey {
  readonly name: string
  readonly type: ScalarKindName
  /** False where a feature of this name carries the type. */
  readonly isFeature: boolean
}
