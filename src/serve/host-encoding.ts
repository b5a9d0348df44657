import type { TableLookup } from '../features/encode.ts'
import { withoutSentinel } from '../features/without-sentinel.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import type { DataSpec } from '../model/model-spec.ts'
import { encodedFeature, paddedByMissing } from '../rows/encoded-feature.ts'
import { tableRowsOf } from '../rows/table-rows.ts'
import { type HostEncoding, rawColumn } from './serving-feeds.ts'

/**
 * Fills inputs by training's own encoders. Padding of lists reads the missing row, as it does served. `sentinels` are those that datasets
 * are read without, by feature: raw rows may hold them.
 */
export function hostEncoding(
  { features, tables }: Pick<DataSpec, 'features' | 'tables'>,
  vocabularies: ReadonlyMap<string, Vocabulary>,
  sentinels: ReadonlyMap<string, number | string>,
): HostEncoding {
  const lookups = new Map<string, TableLookup>()
  const table = (name: string): TableLookup => {
    const known = lookups.get(name)
    if (known !== undefined) return known
    const declaration = tables.get(name)
    if (declaration === undefined) throw new Error(`there is no table '${name}'`)
    const made = tableRowsOf(declaration, vocabularies.get(name))
    lookups.set(name, made)
    return made
  }
  return (port, type, { raw, views, rows }) => {
    const column = (name: string) => withoutSentinel(rawColumn(raw, name), sentinels.get(name))
    const tensor = encodedFeature(port, type, { column, views, rows }, { features, table })
    return port.as.kind === 'row' && tensor.dtype === 'int32'
      ? { ...tensor, data: paddedByMissing(tensor.data) }
      : tensor
  }
}
