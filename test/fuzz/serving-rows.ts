import { keysOf } from '../../src/emit/onnx/rows/dedup.ts'
import { definitionOf, scalarDefinition } from '../../src/features/kinds.ts'
import { lanesOf, type RawColumn, rawIntegers } from '../../src/features/raw.ts'
import { isMissingWord } from '../../src/graph/missing.ts'
import { seedOf } from '../../src/graph/mix.ts'
import { missingInteger } from '../../src/graph/vocabulary.ts'
import { viewsOfSurface } from '../../src/model/surface.ts'
import type { RawRows } from '../../src/serve/serving-feeds.ts'
import { Draw } from './draw.ts'
import type { FuzzedSurface } from './serving-models.ts'

export interface RowsDrawn {
  readonly rows: RawRows
  /** Rows of a key agree on the features of its level. */
  readonly keepsContract: boolean
  /** How wild the values are. */
  readonly extremes: boolean
}

const oddFloats = [NaN, Infinity, -Infinity, -0, 1e-45, 1e-38, 1, -1, 0.5, 0]
const hugeFloats = [3.4028234e38, -3.4028234e38, 1e30, -1e30, 2 ** 40, 1e5, -1e5]
const oddIntegers = [missingInteger, -1n, 0n, 1n, 7n, 300n, 12n, 13n, -124n, 3n]
/** As ids any is ordinary; as numbers these are as large as numbers come. */
const hugeIntegers = [
  2n ** 24n + 1n,
  missingInteger + 1n,
  2n ** 63n - 1n,
  2n ** 53n + 1n,
  -(2n ** 53n) - 1n,
  2n ** 31n,
  2n ** 32n,
  -(2n ** 32n),
]
const oddWords = [
  '',
  'a',
  'b',
  'A',
  ' a',
  'a ',
  'é',
  'e\u0301',
  'none',
  'cut\0here',
  '\ud800',
  '\u{1f600}',
  'x'.repeat(3000),
  '\n',
  'default',
  '0',
]

/** A batch of any size from 0, of values that a log or a caller may hold. Equal draws give equal rows. */
export function drawnRows({ model, surface, weights }: FuzzedSurface, draw: Draw): RowsDrawn {
  const { spec } = model
  const count = draw.of([0, 1, 1, 2, 3, 7, 16, 33, 64, 100, 300])
  const [keepsContract, extremes] = [draw.chance(0.7), draw.chance(0.25)]
  const salt = `${draw.below(2 ** 30)}`
  const keyNames = [...new Set(spec.levels.declarations.flatMap((level) => level.by))].sort()
  const most = draw.of([1, 2, 5, 40, 1000])
  const keys = new Map(
    keyNames.map((name) => [name, Array.from({ length: count }, () => (draw.chance(0.1) ? 0 : 1 + draw.below(most)))]),
  )
  const columns = new Map<string, RawColumn>()
  for (const [name, numbers] of keys) {
    const feature = spec.features.get(name)
    const type = feature?.type ?? spec.levelKeys.get(name)?.type
    const definition =
      feature === undefined ? scalarDefinition(spec.levelKeys.get(name)?.type ?? 'id') : definitionOf(feature.type)
    if (type === undefined || definition.generateKeys === undefined) throw new Error(`'${name}' is no key`)
    columns.set(name, definition.generateKeys(feature ?? { name, missing: undefined, default: undefined }, numbers))
  }
  for (const feature of [...spec.features.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (keys.has(feature.name)) continue
    const groupedBy = keepsContract && feature.level !== spec.levels.row ? keysOf(spec.levels, feature.level) : []
    const seeds = Array.from({ length: count }, (_, row) => {
      const group = groupedBy.map((name) => keys.get(name)?.[row] ?? 0)
      return seedOf(
        `${salt} ${feature.name} ${group.length === 0 || group.includes(0) ? `row ${row}` : group.join(' ')}`,
      )
    })
    const definition = definitionOf(feature.type)
    const usual = definition.generate(feature, seeds, weights.vocabularies.get(definition.lookup?.table ?? ''))
    columns.set(feature.name, odd(usual, seeds, draw.of([0, 0.1, 0.5]), extremes, definition.graph.reads === 'number'))
  }
  const views = viewsOfSurface(spec.surfaces, surface)
  const unknown = draw.chance(0.3)
  const viewOf = (): string =>
    unknown && draw.chance(0.2) ? draw.of(['', 'unknown', 'Results', 'default']) : draw.of(views)
  const rows: RawRows = {
    surface,
    raw: { rows: count, columns },
    views: Array.from({ length: count }, viewOf),
    rows: Int32Array.from({ length: count }, (_, row) => row),
  }
  return { rows, keepsContract, extremes }
}

/** Some values replaced by odd ones: which and by what depends on the seed alone, so that groups stay groups. */
function odd(
  column: RawColumn,
  seeds: readonly number[],
  share: number,
  extremes: boolean,
  isNumber: boolean,
): RawColumn {
  const draws = seeds.map((seed) => new Draw(seed, 'odd'))
  const isOdd = draws.map((draw) => draw.chance(share))
  const integers = extremes || !isNumber ? [...oddIntegers, ...hugeIntegers] : oddIntegers
  switch (column.kind) {
    case 'float': {
      const values = column.values.slice()
      const choices = extremes ? [...oddFloats, ...hugeFloats] : oddFloats
      for (const [row, draw] of draws.entries())
        if (isOdd[row])
          for (let i = 0; i < column.size; i++)
            if (column.size === 1 || draw.chance(0.3)) values[row * column.size + i] = draw.of(choices)
      return { ...column, values }
    }
    case 'int64':
      return rawIntegers(column.values.map((value, row) => (isOdd[row] ? draws[row]!.of(integers) : value)))
    case 'string':
      return {
        kind: 'string',
        values: column.values.map((word, row) => (isOdd[row] ? draws[row]!.of(oddWords) : word)),
      }
    case 'list': {
      const lengths = column.lengths.map((length, row) => (isOdd[row] ? draws[row]!.of([-1, 0, 1, 2, 20, 40]) : length))
      const starts = new Int32Array(lengths.length)
      let total = 0
      for (const [row, length] of lengths.entries()) {
        starts[row] = total
        total += Math.max(0, length)
      }
      const made = <T>(of: ArrayLike<T>, choices: readonly T[]): T[] =>
        [...lengths].flatMap((length, row) =>
          Array.from({ length: Math.max(0, length) }, (_, i) =>
            isOdd[row] ? draws[row]!.of(choices) : of[column.starts[row]! + i]!,
          ),
        )
      if (column.of === 'string')
        return { kind: 'list', of: 'string', lengths, starts, values: made(column.values, oddWords) }
      if (column.of === 'float')
        return { kind: 'list', of: 'float', lengths, starts, values: Float32Array.from(made(column.values, oddFloats)) }
      const values = BigInt64Array.from(made(column.values, integers))
      return { kind: 'list', of: 'id', lengths, starts, values, lanes: lanesOf(values) }
    }
  }
}

export interface Grouped {
  /** By level that the graph groups: the first row of each row's group. */
  readonly first: ReadonlyMap<string, readonly number[]>
}

/** The groups of a batch as the language defines them: rows of equal keys, a row with a missing key alone. */
export function groupsOf({ exported, sentinels }: FuzzedSurface, { raw, rows }: RawRows): Grouped {
  const first = new Map<string, readonly number[]>()
  for (const { level, keys } of exported.manifest.levels) {
    const known = new Map<string, number>()
    first.set(
      level,
      Array.from(rows, (row, position) => {
        const parts = keys.map((key) => keyText(raw.columns.get(key), row, sentinels.get(key)))
        if (parts.includes(undefined)) return position
        const text = JSON.stringify(parts)
        const found = known.get(text)
        if (found === undefined) known.set(text, position)
        return found ?? position
      }),
    )
  }
  return { first }
}

function keyText(
  column: RawColumn | undefined,
  row: number,
  sentinel: number | string | undefined,
): string | undefined {
  if (column?.kind === 'int64') {
    const value = column.values[row]!
    return value === missingInteger || (typeof sentinel === 'number' && value === BigInt(sentinel))
      ? undefined
      : `${value}`
  }
  if (column?.kind === 'string') {
    const word = column.values[row]!
    return isMissingWord(word) || word === sentinel ? undefined : word
  }
  throw new Error('a key is an integer or a word')
}

/** Each row with the features of its groups' first rows: what the graph scores. Rows are counted anew. */
export function firstOfGroups(surface: FuzzedSurface, rows: RawRows): RawRows {
  const { first } = groupsOf(surface, rows)
  const { features } = surface.model.spec
  const columns = new Map(
    [...rows.raw.columns].map(([name, column]) => {
      const level = features.get(name)?.level
      const from = (level === undefined ? undefined : first.get(level)) ?? [...rows.rows.keys()]
      return [
        name,
        picked(
          column,
          from.map((position) => rows.rows[position]!),
        ),
      ] as const
    }),
  )
  const count = rows.rows.length
  return {
    surface: rows.surface,
    raw: { rows: count, columns },
    views: Array.from(rows.rows, (row) => rows.views[row]!),
    rows: Int32Array.from({ length: count }, (_, row) => row),
  }
}

/** A column's rows at these positions. */
export function picked(column: RawColumn, rows: readonly number[]): RawColumn {
  switch (column.kind) {
    case 'float': {
      const { size, values } = column
      return {
        ...column,
        values: Float32Array.from(rows.flatMap((row) => [...values.subarray(row * size, (row + 1) * size)])),
      }
    }
    case 'int64':
      return rawIntegers(BigInt64Array.from(rows, (row) => column.values[row]!))
    case 'string':
      return { ...column, values: rows.map((row) => column.values[row]!) }
    case 'list':
      return {
        ...column,
        lengths: Int32Array.from(rows, (row) => column.lengths[row]!),
        starts: Int32Array.from(rows, (row) => column.starts[row]!),
      }
  }
}
