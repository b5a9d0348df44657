import { rawFeatures } from '../features/derived/derivation.ts'
import type { DataSpec } from '../model/model-spec.ts'

/** Features that derivations read and no model does. `read`: what models read by name; where that is not known, what is derived from is not. */
export function operandsAlone(
  { features }: Pick<DataSpec, 'features'>,
  read: ReadonlySet<string> | undefined,
): ReadonlySet<string> {
  const operands = [...features.values()].flatMap(({ derivation }) =>
    derivation === undefined ? [] : rawFeatures(derivation, features),
  )
  return new Set(operands.filter((name) => !(read?.has(name) ?? false)))
}
