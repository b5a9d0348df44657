import {
  type DeclarationOf,
  declarationOf,
  declaredKind,
  type FeatureKind,
  type FeatureKindName,
  featureKindNames,
} from '../../features/kinds.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import type { Feature } from '../feature.ts'
import { type Codec, list, number, numberOrText, object, oneOf, optional, text, through } from './codec.ts'

export const surfaceSet: Codec<SurfaceSet> = through(list(text), ({ names }) => names, SurfaceSet.of)

/** A type as it is declared: a kind of feature needs nothing here. */
const featureKind: Codec<FeatureKind> = through(
  object<{ readonly kind: FeatureKindName } & DeclarationOf>({
    kind: oneOf(...featureKindNames),
    size: optional(number),
    element: optional(oneOf('id', 'string')),
    table: optional(text),
  }),
  (type) => ({ kind: type.kind, ...declarationOf(type) }),
  ({ kind, size = 1, element = 'id', table }) => declaredKind(kind, { size, element, table }),
)

export const feature: Codec<Feature> = object<Feature>({
  name: text,
  type: featureKind,
  column: optional(text),
  level: text,
  surfaces: optional(surfaceSet),
  missing: optional(numberOrText),
  default: optional(numberOrText),
  servedAs: optional(numberOrText),
})
