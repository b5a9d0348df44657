import type { StoredEntry } from './safetensors.ts'
import type { TrainedValue } from './values.ts'

/** A value in which a file and a model differ. `found` and `expected`: type and shape, as `float32 [3, 4]`. */
export type StoredDifference =
  | { readonly kind: 'missing'; readonly name: string }
  | { readonly kind: 'shape'; readonly name: string; readonly found: string; readonly expected: string }
  | { readonly kind: 'extra'; readonly name: string }

/**
 * Where the entries of a file are not what a model trains, by the file's header alone: nothing is allocated for a tensor before. In the
 * order of `wanted`; then what the file has beside them, in the file's order.
 */
export function storedDifferences(
  wanted: readonly Pick<TrainedValue, 'name' | 'dims'>[],
  entries: ReadonlyMap<string, StoredEntry>,
): readonly StoredDifference[] {
  const names = new Set(wanted.map(({ name }) => name))
  const extra = [...entries.keys()].filter((name) => !names.has(name))
  return [
    ...wanted.flatMap(({ name, dims }): readonly StoredDifference[] => {
      const entry = entries.get(name)
      if (entry === undefined) return [{ kind: 'missing', name }]
      const [found, expected] = [shapeText(entry), shapeText({ dtype: 'float32', dims })]
      return found === expected ? [] : [{ kind: 'shape', name, found, expected }]
    }),
    ...extra.map((name) => ({ kind: 'extra', name }) as const),
  ]
}

const shapeText = ({ dtype, dims }: Pick<StoredEntry, 'dtype' | 'dims'>): string => `${dtype} [${dims.join(', ')}]`
