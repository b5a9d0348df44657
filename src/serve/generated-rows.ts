import { byName } from '../diagnostics/text-order.ts'
import { keysOf } from '../emit/onnx/rows/dedup.ts'
import { finalize, seedOf } from '../graph/mix.ts'
import { missingInteger, missingString, type Vocabulary } from '../graph/vocabulary.ts'
import type { Feature } from '../model/feature.ts'
import type { DataSpec } from '../model/model-spec.ts'
import { viewsOfSurface } from '../model/surface.ts'
import { lanesOf, type RawColumn, rawIntegers } from '../rows/raw.ts'
import type { RawRows } from './serving-feeds.ts'

/** A stream of numbers in [0, 1) from a seed. */
function stream(seed: number): () => number {
  let count = 0
  return () => finalize(finalize(seed) ^ ++count) / 2 ** 32
}

/**
 * Rows of a surface made up for verification: every feature, missing values and values out of range among them. They keep the key
 * contract: rows that agree on a level's keys agree on its features. Equal arguments give equal rows.
 */
export function generatedRows(
  spec: DataSpec,
  surface: string,
  count: number,
  vocabularies: ReadonlyMap<string, Vocabulary>,
): RawRows {
  const columns = new Map<string, RawColumn>()
  const keyNames = [...new Set(spec.levels.declarations.flatMap((level) => level.by))].sort()
  const keys = new Map(keyNames.map((name) => [name, keyValues(name, count)]))
  for (const [name, values] of keys) columns.set(name, keyColumn(spec, name, values))
  for (const feature of [...spec.features.values()].sort(byName)) {
    if (keys.has(feature.name)) continue
    const names = keysOf(spec.levels, feature.level)
    const isRow = feature.level === spec.levels.row
    const seeds = Array.from({ length: count }, (_, row) => {
      const group = names.map((name) => keys.get(name)?.[row] ?? 0)
      const whole =
        isRow || names.length === 0 || group.includes(0)
          ? `${feature.name} row ${row}`
          : `${feature.name} ${group.join(' ')}`
      return seedOf(whole)
    })
    columns.set(feature.name, featureColumn(feature, seeds, vocabularies))
  }
  const views = viewsOfSurface(spec.surfaces, surface)
  const next = stream(seedOf(`view ${surface}`))
  return {
    surface,
    raw: { rows: count, columns },
    views: Array.from({ length: count }, () => views[Math.floor(next() * views.length)]!),
    rows: Int32Array.from({ length: count }, (_, row) => row),
  }
}

/** Few distinct keys, so that groups have several rows; 0 is missing. */
function keyValues(name: string, count: number): readonly number[] {
  const next = stream(seedOf(`key ${name}`))
  return Array.from({ length: count }, () => (next() < 0.05 ? 0 : 1 + Math.floor(next() * Math.max(2, count / 6))))
}

function keyColumn(spec: DataSpec, name: string, values: readonly number[]): RawColumn {
  const feature = spec.features.get(name)
  const type = feature?.type.kind ?? spec.levelKeys.get(name)?.type ?? 'id'
  const sentinel = feature?.missing
  if (type === 'string') {
    const missing = (row: number): string => (typeof sentinel === 'string' && row % 2 === 0 ? sentinel : missingString)
    return { kind: 'string', values: values.map((value, row) => (value === 0 ? missing(row) : `${name} ${value}`)) }
  }
  const missing = (row: number): bigint =>
    typeof sentinel === 'number' && row % 2 === 0 ? BigInt(sentinel) : missingInteger
  return rawIntegers(BigInt64Array.from(values, (value, row) => (value === 0 ? missing(row) : BigInt(value))))
}

function featureColumn(
  feature: Feature,
  seeds: readonly number[],
  vocabularies: ReadonlyMap<string, Vocabulary>,
): RawColumn {
  const { type } = feature
  const isMissing = (next: () => number): boolean => next() < 0.1
  switch (type.kind) {
    case 'int':
      return rawIntegers(
        BigInt64Array.from(seeds, (seed) => {
          const next = stream(seed)
          return isMissing(next)
            ? typeof feature.missing === 'number'
              ? BigInt(feature.missing)
              : missingInteger
            : BigInt(Math.floor(next() * 200))
        }),
      )
    case 'id':
      return rawIntegers(
        BigInt64Array.from(seeds, (seed) => {
          const next = stream(seed)
          if (typeof feature.missing === 'number' && isMissing(next)) return BigInt(feature.missing)
          return idOf(next, vocabularies.get(type.table ?? ''))
        }),
      )
    case 'string':
      return {
        kind: 'string',
        values: seeds.map((seed) => {
          const next = stream(seed)
          if (typeof feature.missing === 'string' && isMissing(next)) return feature.missing
          return wordOf(next, vocabularies.get(type.table ?? ''))
        }),
      }
    case 'float':
    case 'vector': {
      const size = type.kind === 'vector' ? type.size : 1
      const values = new Float32Array(seeds.length * size)
      seeds.forEach((seed, row) => {
        const next = stream(seed)
        const missing = isMissing(next)
        for (let i = 0; i < size; i++)
          values[row * size + i] = missing
            ? Number.NaN
            : (next() + next() + next() - 1.5) * 2 + (type.kind === 'float' ? 2 : 0)
      })
      return { kind: 'float', size, values }
    }
    case 'list':
      return listColumn(type, seeds, vocabularies.get(type.table ?? ''))
  }
}

function listColumn(
  type: Extract<Feature['type'], { readonly kind: 'list' }>,
  seeds: readonly number[],
  vocabulary: Vocabulary | undefined,
): RawColumn {
  const streams = seeds.map(stream)
  const lengths = Int32Array.from(streams, (next) => {
    const draw = next()
    return draw < 0.1 ? -1 : draw < 0.2 ? 0 : draw < 0.3 ? type.length : Math.floor(next() * (type.length + 1))
  })
  const starts = new Int32Array(seeds.length)
  let total = 0
  lengths.forEach((length, row) => {
    starts[row] = total
    total += Math.max(0, length)
  })
  const each = <T>(make: (next: () => number) => T): T[] =>
    streams.flatMap((next, row) => Array.from({ length: Math.max(0, lengths[row]!) }, () => make(next)))
  if (type.element === 'string')
    return { kind: 'list', of: 'string', lengths, starts, values: each((next) => wordOf(next, vocabulary)) }
  const values = BigInt64Array.from(each((next) => idOf(next, vocabulary)))
  return { kind: 'list', of: 'id', lengths, starts, values, lanes: lanesOf(values) }
}

/** Missing, a word of the vocabulary, a small id, or a large one of either sign. */
function idOf(next: () => number, vocabulary: Vocabulary | undefined): bigint {
  const draw = next()
  if (draw < 0.1) return missingInteger
  if (vocabulary?.of === 'id' && vocabulary.ids.length > 0 && draw < 0.7)
    return vocabulary.ids[Math.floor(next() * vocabulary.ids.length)]!
  if (draw < 0.8) return BigInt(Math.floor(next() * 1000))
  const wide = (BigInt(Math.floor(next() * 2 ** 31)) << 32n) | BigInt(Math.floor(next() * 2 ** 32))
  return draw < 0.9 ? wide : -wide
}

function wordOf(next: () => number, vocabulary: Vocabulary | undefined): string {
  const draw = next()
  if (draw < 0.1) return missingString
  if (vocabulary?.of === 'string' && vocabulary.words.length > 0 && draw < 0.8)
    return vocabulary.words[Math.floor(next() * vocabulary.words.length)]!
  return `unknown ${Math.floor(next() * 10)}`
}
