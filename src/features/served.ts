import type { Dtype } from '../graph/types.ts'
import type { ElementName } from './definition.ts'
import { declaredKind, type FeatureKind, scalarKinds } from './kinds.ts'

/** An input as manifest.json describes it. */
export interface ServedInput {
  readonly dtype: Dtype
  readonly shape: readonly (number | string)[]
  readonly kind?: string
  readonly element?: ElementName
  readonly longest?: number
  readonly role?: string
  /** The record that it is a field of, or has the lengths of. */
  readonly record?: string
}

/** A kind of feature whose columns fill an input: the one that the manifest names, else the plainest of its dtype and shape. */
export function kindOfInput({ dtype, shape, kind, element, longest, role, record }: ServedInput): FeatureKind {
  const named = scalarKinds.find((name) => name === kind)
  const size = longest ?? shape[1]
  const parts = { size: typeof size === 'number' ? size : 1, element: element ?? 'id', table: undefined }
  if (record !== undefined) return declaredKind(role === 'length' ? 'record' : 'field', parts)
  if (named !== undefined) return declaredKind(named, parts)
  if (element !== undefined) return declaredKind('list', parts)
  if (dtype === 'float32') return declaredKind(shape.length === 2 ? 'vector' : 'float', parts)
  return declaredKind(dtype === 'string' ? 'string' : 'int', parts)
}
