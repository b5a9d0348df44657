export interface LevelKey {
  readonly name: string
  readonly type: 'id' | 'string' | 'int'
  /** False where a feature of this name carries the type. */
  readonly isFeature: boolean
}
