import { emitOnnx } from '../../../src/emit/onnx/emit.ts'
import type { Derivation } from '../../../src/features/derived/derivation.ts'
import { derivedColumn } from '../../../src/features/derived/on-host.ts'
import { definitionOf } from '../../../src/features/kinds.ts'
import { lanesOf, type RawColumn, rawIntegers } from '../../../src/features/raw.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import type { GraphOutput } from '../../../src/graph/graph.ts'
import { SurfaceSet } from '../../../src/graph/surfaces.ts'
import { levelRows } from '../../../src/graph/types.ts'
import { missingInteger } from '../../../src/graph/vocabulary.ts'
import type { Feature } from '../../../src/model/feature.ts'
import { fittedSpec } from '../../../src/model/fitted-spec.ts'
import type { DataSpec } from '../../../src/model/model-spec.ts'
import { deriveFeatures } from '../../../src/passes/derive-features.ts'
import { runPasses } from '../../../src/passes/pipeline.ts'
import { openNative } from '../../../src/runtime/native.ts'
import { type RawRows, servingFeeds } from '../../../src/serve/serving-feeds.ts'
import { randomNumbers } from '../../emit/onnx/batch.ts'
import { keepModel } from '../../emit/onnx/keep-model.ts'
import { drawnFits } from './drawn-fits.ts'

/** Values at which arithmetic on 64 bits, calendars and this spec's own edges change. */
const integerPool = (own: readonly number[]): readonly bigint[] => {
  const turns = [0n, 1000n, 3_600_000n, 86_400_000n, 604_800_000n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 62n]
  const around = [...turns, ...turns.map((turn) => -turn), ...own.filter(Number.isInteger).map(BigInt)]
  return [
    missingInteger,
    missingInteger + 1n,
    2n ** 63n - 1n,
    ...around.flatMap((turn) => [turn - 1n, turn, turn + 1n]),
  ]
}

const floatPool = (own: readonly number[]): readonly number[] => {
  const bits = new Int32Array(1)
  const float = new Float32Array(bits.buffer)
  const beside = (value: number): readonly number[] => {
    float[0] = value
    const at = bits[0]!
    return [at - 1, at, at + 1].map((word) => {
      bits[0] = word
      return float[0]!
    })
  }
  const odd = [Number.NaN, Infinity, -Infinity, -0, 1e-45, -1e-45, 3.4028234663852886e38, -3.4028234663852886e38]
  return [...odd, ...[0, 1, -1, ...own].flatMap(beside)]
}

/** Rows of a feature: half of them from the pools, the rest from all that its storage holds. */
function nastyColumn({ type, missing }: Feature, rows: number, own: readonly number[], next: () => number): RawColumn {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!
  const numbers = typeof missing === 'number' ? [...own, missing] : own
  const wholes = integerPool(numbers)
  const integer = (): bigint => {
    if (next() < 0.5) return pick(wholes)
    if (next() < 0.5) return BigInt(Math.floor(next() * 4e12) - 2e12)
    return BigInt.asIntN(64, (BigInt(Math.floor(next() * 2 ** 32)) << 32n) | BigInt(Math.floor(next() * 2 ** 32)))
  }
  const { value, steps } = definitionOf(type).graph
  if (steps !== undefined) {
    const lengths = Int32Array.from({ length: rows }, () => pick([-1, 0, 1, steps - 1, steps, steps + 3]))
    const starts = new Int32Array(rows)
    for (let row = 1; row < rows; row++) starts[row] = starts[row - 1]! + Math.max(0, lengths[row - 1]!)
    const total = lengths.reduce((sum, length) => sum + Math.max(0, length), 0)
    const few = [missingInteger, 0n, 1n, 2n, -1n, 2n ** 62n]
    const values = BigInt64Array.from({ length: total }, () => (next() < 0.8 ? pick(few) : integer()))
    return { kind: 'list', of: 'id', lengths, starts, values, lanes: lanesOf(values) }
  }
  if (value.dtype === 'float32') {
    const pool = floatPool(numbers)
    const draw = (): number => (next() < 0.5 ? pick(pool) : (next() - 0.5) * 10 ** Math.floor(next() * 30 - 10))
    return { kind: 'float', size: 1, values: Float32Array.from({ length: rows }, draw) }
  }
  return rawIntegers(BigInt64Array.from({ length: rows }, integer))
}

/** Bits of an element: NaN is one value. */
const bitsOf = (values: Float32Array | BigInt64Array, row: number): string => {
  const value = values[row]!
  return Object.is(value, -0) ? '-0' : String(value)
}

export interface Agreement {
  readonly rows: number
  /** By derived feature, how many different values it had. */
  readonly distinct: ReadonlyMap<string, number>
  readonly differences: readonly string[]
}

const constantsIn = ({ operands, constants }: Derivation): readonly number[] => [
  ...constants,
  ...operands.flatMap((operand) => (operand.kind === 'call' ? constantsIn(operand.call) : [])),
]

/** Computes every derived feature of a spec on nasty rows, on the host and by the serving graph's ops in ONNX Runtime. */
export async function agreementOf(unfitted: DataSpec, surface: string, rows: number, seed: number): Promise<Agreement> {
  const next = randomNumbers(seed)
  const spec = fittedSpec(unfitted, drawnFits(unfitted.features, next))
  const features = [...spec.features.values()]
  const own = features.flatMap(({ derivation }) => (derivation === undefined ? [] : constantsIn(derivation)))
  const columns = new Map(
    features
      .filter(({ derivation }) => derivation === undefined)
      .map((feature) => [feature.name, nastyColumn(feature, rows, own, next)] as const),
  )
  // A record has the lengths of its field, of which there is one.
  for (const { name, type } of features) {
    const list = columns.get(`${name}.${definitionOf(type).fields?.[0]}`)
    if (list?.kind === 'list') columns.set(name, rawIntegers(BigInt64Array.from(list.lengths, BigInt)))
  }
  const derived = features.filter(({ derivation }) => derivation !== undefined)
  const surfaces = SurfaceSet.of([surface])
  const builder = createBuilder({ levels: spec.levels, surfaces })
  const outputs = derived.map(({ name, type, level }): GraphOutput => {
    const { dtype, shape } = definitionOf(type).graph.value
    const port = { kind: 'feature', feature: name, part: 'value' } as const
    const value = builder.add('input', [], { port }, { dtype, shape, rows: levelRows(level, surfaces) })
    return { kind: 'value', name: `derived ${name}`, value }
  })
  const raw = builder.finish({ name: 'derived', outputs, parameters: [], tables: [] })
  const graph = runPasses(raw, [deriveFeatures(spec.features)], { verify: true })
  const artifact = emitOnnx(graph, {
    name: 'derived',
    rows: { kind: 'plain' },
    weights: 'inputs',
    vocabularies: new Map(),
    external: false,
  })
  keepModel(artifact)
  const given: RawRows = {
    surface,
    raw: { rows, columns },
    views: Array.from({ length: rows }, () => surface),
    rows: Int32Array.from({ length: rows }, (_, row) => row),
  }
  const differences: string[] = []
  const distinct = new Map<string, number>()
  for (const optimize of [false, true]) {
    const session = await openNative(artifact.bytes, { threads: 1, optimize })
    const found = await session.run(servingFeeds(artifact.inputs, given))
    await session.dispose()
    for (const { name, derivation } of derived) {
      const column = derivedColumn(derivation!, spec.features, (feature) => columns.get(feature)!)
      const tensor = found.get(`derived ${name}`)
      if (column.kind !== 'int64' && column.kind !== 'float') throw new Error(`${name} is a ${column.kind}`)
      if (tensor === undefined || tensor.dtype === 'string' || tensor.dtype === 'int32') throw new Error(`no ${name}`)
      const seen = new Set<string>()
      for (let row = 0; row < rows; row++) {
        const [host, graphs] = [bitsOf(column.values, row), bitsOf(tensor.data, row)]
        seen.add(host)
        if (host !== graphs) differences.push(`${name} of row ${row}: ${host} on the host, ${graphs} in the graph`)
      }
      distinct.set(name, seen.size)
    }
  }
  return { rows, distinct, differences }
}
