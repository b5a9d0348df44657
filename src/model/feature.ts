import type { SurfaceSet } from '../graph/surfaces.ts'

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
}
