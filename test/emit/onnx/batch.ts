import type { OnnxArtifact } from '../../../src/emit/onnx/emit.ts'
import { mixId, seedOf } from '../../../src/graph/mix.ts'
import { portName } from '../../../src/graph/ports.ts'
import type { RowEnvironment } from '../../../src/graph/reference.ts'
import { type BatchRow, rowEnvironment } from '../../../src/graph/row-environment.ts'
import type { HostTensor } from '../../../src/graph/tensor.ts'
import { sizeOf, type ValueType } from '../../../src/graph/types.ts'
import type { Vocabulary } from '../../../src/graph/vocabulary.ts'
import { openNative } from '../../../src/runtime/native.ts'
import { type Draw, levels } from './cases.ts'
import { keepModel } from './keep-model.ts'

/** Seeded: the tests see the same numbers every time. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 1) >>> 0
    return mixId(state, 0, seed) / 2 ** 32
  }
}

export const vocabularies: ReadonlyMap<string, Vocabulary> = new Map([
  ['known_ids', { table: 'known_ids', of: 'id', ids: BigInt64Array.of(-5n, 7n, 2n ** 60n + 1n) }],
  ['words', { table: 'words', of: 'string', words: ['b', 'a', 'é'] }],
])

/** The rows rule of every table, as graph.ts states it; written without the emitter. */
function rowOf(table: string, word: bigint | string): number {
  const vocabulary = vocabularies.get(table)
  if (vocabulary) {
    const words: readonly (bigint | string)[] = vocabulary.of === 'id' ? [...vocabulary.ids] : vocabulary.words
    const position = words.indexOf(word)
    return position < 0 ? 1 : 2 + position
  }
  if (typeof word === 'string') throw new Error('only vocabularies hold words')
  if (table === 'ranged') return word >= 0n && word < 50n ? 2 + Number(word) : 1
  const bits = BigInt.asUintN(64, word)
  return 1 + (mixId(Number(bits & 0xffffffffn), Number(bits >> 32n), seedOf(table)) % 1000)
}

/** Twelve rows: surfaces of different sizes, users with several requests, one row without a user. */
const batchRows: readonly BatchRow[] = [
  { surface: 'home_feed', groups: { user: 'u1', request: 'r1' } },
  { surface: 'home_feed', groups: { user: 'u1', request: 'r1' } },
  { surface: 'home_feed', groups: { user: 'u2', request: 'r2' } },
  { surface: 'home_feed', groups: { user: 'u1', request: 'r3' } },
  { surface: 'home_feed', groups: {} },
  { surface: 'related_pins', groups: { user: 'u1', request: 'r4' } },
  { surface: 'related_pins', groups: { user: 'u3', request: 'r5' } },
  { surface: 'search', groups: { user: 'u4', request: 'r6' } },
  { surface: 'search', groups: { user: 'u4', request: 'r6' } },
  { surface: 'search', groups: { user: 'u4', request: 'r7' } },
  { surface: 'search', groups: { user: 'u5', request: 'r8' } },
  { surface: 'search', groups: { user: 'u4', request: 'r6' } },
]

const environmentOf = (rows: readonly BatchRow[]): RowEnvironment => ({
  ...rowEnvironment(levels, rows, new Map([['items', 5]])),
  rowOf,
})

export const environment = environmentOf(batchRows)
/** No row of the surfaces home_feed and search: training meets such batches. */
export const oneSurface = environmentOf(batchRows.filter(({ surface }) => surface === 'related_pins'))
export const noRow = environmentOf([])

const rawIds = [-(2n ** 63n), -1n, 0n, 7n, 49n, 50n, -5n, 2n ** 60n + 1n, 2n ** 63n - 1n, 3n, -(2n ** 62n) - 3n, 1n]
const rawFloats = [Number.NaN, Number.POSITIVE_INFINITY, -124, 0, 1.5, Number.NEGATIVE_INFINITY, -7, 1e30, 5]
const rawWords = ['', 'a', 'b', 'é', 'zebra', 'A', ' ']

export function draw(type: ValueType, how: Draw, random: () => number, env: RowEnvironment): HostTensor {
  const rows =
    type.rows.kind === 'none'
      ? []
      : type.rows.kind === 'table'
        ? [env.tableRows(type.rows.table)]
        : [env.count(type.rows.level, type.rows.surfaces)]
  const dims = [...rows, ...type.shape]
  const size = sizeOf(dims)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
  switch (type.dtype) {
    case 'int32':
      return { dtype: 'int32', dims, data: Int32Array.from({ length: size }, () => Math.floor(random() * 5)) }
    case 'int64':
      return { dtype: 'int64', dims, data: BigInt64Array.from({ length: size }, (_, i) => rawIds[i % rawIds.length]!) }
    case 'string':
      return { dtype: 'string', dims, data: Array.from({ length: size }, () => pick(rawWords)) }
    case 'float32':
      return { dtype: 'float32', dims, data: Float32Array.from({ length: size }, () => drawFloat(how, random, pick)) }
  }
}

function drawFloat(how: Draw, random: () => number, pick: <T>(values: readonly T[]) => T): number {
  switch (how) {
    case 'any':
      return 4 * random() - 2
    case 'positive':
      return 0.1 + 3 * random()
    case 'small':
      return 1e-6 * random()
    case 'flag':
      return pick([0, 1, -1])
    case 'ties':
      return pick([-1, 0, 1])
    case 'raw':
      return pick(rawFloats)
  }
}

/** What the host would feed for the row ports that lowerings asked for. */
export function rowFeeds(artifact: OnnxArtifact, env: RowEnvironment): Map<string, HostTensor> {
  const feeds = new Map<string, HostTensor>()
  for (const { from } of artifact.inputs) {
    if (from.kind !== 'port') continue
    const { port } = from
    const data =
      port.kind === 'index'
        ? env.index(port.from, port.to, port.surfaces)
        : port.kind === 'offsets'
          ? env.offsets(port.level, port.surfaces)
          : undefined
    if (data) feeds.set(portName(port), { dtype: 'int32', dims: [data.length], data })
  }
  return feeds
}

export async function runArtifact(
  artifact: OnnxArtifact,
  feeds: ReadonlyMap<string, HostTensor>,
  optimize = false,
  env: RowEnvironment = environment,
): Promise<Map<string, HostTensor>> {
  keepModel(artifact)
  const session = await openNative(artifact.bytes, { threads: 1, optimize })
  try {
    return await session.run(new Map([...feeds, ...rowFeeds(artifact, env)]))
  } finally {
    await session.dispose()
  }
}

export function numbersOf(tensor: HostTensor): number[] {
  if (tensor.dtype === 'string') throw new Error('strings are no numbers')
  return Array.from<number | bigint, number>(tensor.data, Number)
}
