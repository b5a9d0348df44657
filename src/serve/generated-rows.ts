import { byName } from '../diagnostics/text-order.ts'
import { keysOf } from '../emit/onnx/rows/dedup.ts'
import { operandValues } from '../features/derived/generate.ts'
import { withDerivedColumns } from '../features/derived/on-host.ts'
import { seedOfPresent, stream } from '../features/generate.ts'
import { definitionOf, scalarDefinition } from '../features/kinds.ts'
import type { RawColumn } from '../features/raw.ts'
import { seedOf } from '../graph/mix.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import type { DataSpec } from '../model/model-spec.ts'
import { viewsOfSurface } from '../model/surface.ts'
import type { RawRows } from './serving-feeds.ts'

/**
 * Rows of a surface generated for verification: every feature, missing values and values out of range among them. They keep the key
 * contract: rows that agree on a level's keys agree on its features. `operands`: those that derivations read and the graph does not. Equal arguments give equal rows.
 */
export function generatedRows(
  spec: DataSpec,
  surface: string,
  count: number,
  vocabularies: ReadonlyMap<string, Vocabulary>,
  operands: ReadonlySet<string> = new Set(),
): RawRows {
  const columns = new Map<string, RawColumn>()
  const keyNames = [...new Set(spec.levels.declarations.flatMap((level) => level.by))].sort()
  const keys = new Map(keyNames.map((name) => [name, keyValues(name, count)]))
  for (const [name, values] of keys) columns.set(name, keyColumn(spec, name, values))
  for (const feature of [...spec.features.values()].sort(byName)) {
    if (keys.has(feature.name) || feature.derivation !== undefined) continue
    const names = keysOf(spec.levels, feature.level)
    const isRow = feature.level === spec.levels.row
    const { generate, lookup, graph } = definitionOf(feature.type)
    const isRequired = graph.reads === 'number' && feature.default === undefined && feature.record === undefined
    const seeds = Array.from({ length: count }, (_, row) => {
      const group = names.map((name) => keys.get(name)?.[row] ?? 0)
      const isAlone = isRow || names.length === 0 || group.includes(0)
      const whose = isAlone ? `row ${row}` : group.join(' ')
      // A record's fields have its seeds, by which they have its lengths.
      const seeded = feature.record?.name ?? feature.name
      return (isRequired && isWhole(whose) ? seedOfPresent : seedOf)(`${seeded} ${whose}`)
    })
    const values = generate(feature, seeds, vocabularies.get(lookup?.table ?? ''))
    const isOperand = operands.has(feature.name)
    columns.set(feature.name, operandValues(feature.name, values, seeds, spec.features, isOperand))
  }
  const views = viewsOfSurface(spec.surfaces, surface)
  const next = stream(seedOf(`view ${surface}`))
  return {
    surface,
    raw: { rows: count, columns: withDerivedColumns(columns, spec.features) },
    views: Array.from({ length: count }, () => views[Math.floor(next() * views.length)]!),
    rows: Int32Array.from({ length: count }, (_, row) => row),
  }
}

/** Half of the rows of a level lack none of its required numbers: of a hundred such numbers one would be missing on nearly every row. */
const isWhole = (whose: string): boolean => stream(seedOf(`whole ${whose}`))() < 0.5

/** Few distinct keys, so that groups have several rows; 0 is missing. */
function keyValues(name: string, count: number): readonly number[] {
  const next = stream(seedOf(`key ${name}`))
  return Array.from({ length: count }, () => (next() < 0.05 ? 0 : 1 + Math.floor(next() * Math.max(2, count / 6))))
}

/** A key that is a feature has its sentinel among its values. */
function keyColumn(spec: DataSpec, name: string, numbers: readonly number[]): RawColumn {
  const feature = spec.features.get(name)
  const { generateKeys } =
    feature === undefined ? scalarDefinition(spec.levelKeys.get(name)?.type ?? 'id') : definitionOf(feature.type)
  if (generateKeys === undefined) throw new Error(`'${name}' is of a kind that is no key`)
  return generateKeys(feature ?? { name, missing: undefined, default: undefined }, numbers)
}
