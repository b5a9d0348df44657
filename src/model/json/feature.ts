import type { Derivation, DerivationOperand } from '../../features/derived/derivation.ts'
import { derivationNames } from '../../features/derived/table.ts'
import {
  type DeclarationOf,
  declarationOf,
  declaredKind,
  type FeatureKind,
  type FeatureKindName,
  featureKindNames,
  scalarKinds,
} from '../../features/kinds.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import type { Feature, RecordField } from '../feature.ts'
import {
  type Codec,
  lazy,
  list,
  number,
  numberOrText,
  object,
  oneOf,
  optional,
  text,
  through,
  variants,
} from './codec.ts'

export const surfaceSet: Codec<SurfaceSet> = through(list(text), ({ names }) => names, SurfaceSet.of)

/** A type as it is declared: a kind of feature needs nothing here. */
const featureKind: Codec<FeatureKind> = through(
  object<{ readonly kind: FeatureKindName } & DeclarationOf>({
    kind: oneOf(...featureKindNames),
    size: optional(number),
    element: optional(oneOf(...scalarKinds)),
    table: optional(text),
    fields: optional(list(text)),
  }),
  (type) => ({ kind: type.kind, ...declarationOf(type) }),
  ({ kind, size = 1, element = 'id', table, fields }) => declaredKind(kind, { size, element, table, fields }),
)

const derivation: Codec<Derivation> = object<Derivation>({
  of: oneOf(...derivationNames),
  operands: list(
    lazy(() =>
      variants<'kind', DerivationOperand>('kind', {
        feature: object({ kind: oneOf('feature'), feature: text }),
        call: object({ kind: oneOf('call'), call: derivation }),
      }),
    ),
  ),
  constants: list(number),
})

export const feature: Codec<Feature> = object<Feature>({
  name: text,
  type: featureKind,
  column: optional(text),
  level: text,
  surfaces: optional(surfaceSet),
  missing: optional(numberOrText),
  default: optional(numberOrText),
  servedAs: optional(numberOrText),
  record: optional(object<RecordField>({ name: text, field: text })),
  derivation: optional(derivation),
})
