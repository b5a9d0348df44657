import type { HostTensor } from '../../src/graph/tensor.ts'
import { logitTolerance } from '../../src/serve/invariants.ts'
import { pickRows, type RawRows } from '../../src/serve/serving-feeds.ts'
import type { Draw } from './draw.ts'
import { due, feedsOf, type Served, scored } from './served-scores.ts'
import type { FuzzedSurface } from './serving-models.ts'
import { firstOfGroups, groupsOf, picked, type RowsDrawn } from './serving-rows.ts'

export interface Found {
  readonly fault: string | undefined
  /** Rows that were compared. */
  readonly rows: number
  /** The largest difference of a log-odds, relative where it is beyond 1. */
  readonly farthest: number
}

export interface Measured {
  readonly batches: number
  readonly rows: number
  readonly farthest: number
}

type Property = (surface: FuzzedSurface, drawn: RowsDrawn, draw: Draw) => Promise<Found>

/** Multiply-adds of a batch that are worked out in doubles. */
const mostWork = 3e6

const nothing: Found = { fault: undefined, rows: 0, farthest: 0 }

/** What must hold of any batch, by name. Add one: here. */
export const servingProperties: Readonly<Record<string, Property>> = {
  'the scores and statuses are those of the host’s path, of each group’s first row': async (
    surface,
    { rows, extremes },
  ) => {
    const own = firstOfGroups(surface, rows)
    return compared(surface, own, await scored(surface, feedsOf(surface, rows)), await due(surface, own), extremes)
  },
  'the log-odds are those of the ops’ references in doubles': async (surface, { rows, extremes }, draw) => {
    const count = rows.rows.length
    if (count === 0 || extremes) return nothing
    const own = firstOfGroups(surface, rows)
    const positions = Array.from({ length: Math.min(4, count) }, () => draw.below(count))
    const expected = surface.reference(pickRows(own, positions), mostWork)
    if (expected === undefined) return nothing
    const found = await scored(surface, feedsOf(surface, rows))
    let farthest = 0
    for (const [i, position] of positions.entries())
      for (const task of surface.tasks) {
        if (found.status[position] !== 0) continue
        const [logit, wanted] = [found.logits.get(task)![position]!, expected.get(task)![i]!]
        farthest = Math.max(farthest, distance(logit, wanted))
        if (farthest > logitTolerance)
          return { rows: i, farthest, fault: `row ${position}, ${task}: log-odds ${logit}, in doubles ${wanted}` }
      }
    return { rows: positions.length, farthest, fault: undefined }
  },
  'other values of other groups change no bit': async (surface, drawn, draw) => {
    const { rows } = drawn
    const count = rows.rows.length
    if (count < 2) return nothing
    const kept = new Set(related(surface, rows, draw.below(count)))
    if (kept.size === count) return nothing
    // Rows beside them take the values of one of the others, keys apart: all sizes stay.
    const others = [...rows.rows.keys()].filter((position) => !kept.has(position))
    const from = Array.from(rows.rows.keys(), (position) => (kept.has(position) ? position : draw.of(others)))
    const keys = new Set(surface.exported.manifest.levels.flatMap((level) => level.keys))
    const columns = new Map(
      [...rows.raw.columns].map(([name, column]) => [name, keys.has(name) ? column : picked(column, from)] as const),
    )
    const changed: RawRows = { ...rows, raw: { ...rows.raw, columns } }
    const [before, after] = [feedsOf(surface, rows), feedsOf(surface, changed)]
    // A list is sent as wide as before.
    for (const [name, tensor] of after) {
      const width = before.get(name)?.dims[1]
      if (width !== undefined && tensor.dims[1] !== width) return nothing
    }
    return sameRows(surface, await scored(surface, before), await scored(surface, after), [...kept], [...kept], 0)
  },
  'shuffled, doubled and left out, rows keep their scores': async (
    surface,
    { rows, keepsContract, extremes },
    draw,
  ) => {
    const count = rows.rows.length
    if (count === 0 || !keepsContract) return nothing
    const positions = Array.from({ length: 1 + draw.below(2 * count) }, () => draw.below(count))
    const all = await scored(surface, feedsOf(surface, rows))
    const some = await scored(surface, feedsOf(surface, pickRows(rows, positions)))
    return sameRows(
      surface,
      all,
      some,
      positions,
      [...positions.keys()],
      extremes ? Number.POSITIVE_INFINITY : logitTolerance,
    )
  },
  'the same batch twice gives the same bits': async (surface, { rows }) => {
    const feeds = feedsOf(surface, rows)
    const every = [...rows.rows.keys()]
    return sameRows(surface, await scored(surface, feeds), await scored(surface, feeds), every, every, 0)
  },
  'a length that is no length has status 5, on its group alone': async (surface, { rows, extremes }, draw) => {
    const lengths = surface.exported.manifest.inputs.filter(({ role }) => role === 'length')
    const count = rows.rows.length
    if (lengths.length === 0 || count === 0) return nothing
    const { name, feature } = draw.of(lengths)
    const feeds = feedsOf(surface, rows)
    const width = feeds.get(feature)?.dims[1] ?? 0
    const wrong = draw.of([BigInt(width) + 1n, -2n, 2n ** 62n, -(2n ** 63n), 2n ** 31n, 2n ** 32n, -(2n ** 32n) + 1n])
    const positions = new Set(Array.from({ length: 1 + draw.below(3) }, () => draw.below(count)))
    const sent = feeds.get(name)
    if (sent?.dtype !== 'int64') throw new Error(`'${name}' has no lengths`)
    feeds.set(name, { ...sent, data: sent.data.map((length, row) => (positions.has(row) ? wrong : length)) })
    const level = surface.model.spec.features.get(feature)?.level ?? ''
    const first = groupsOf(surface, rows).first.get(level) ?? [...rows.rows.keys()]
    const own = firstOfGroups(surface, rows)
    const expected = await due(surface, own)
    const status = expected.status.map((each, row) => (positions.has(first[row]!) ? 5 : each))
    return compared(surface, own, await scored(surface, feeds), { ...expected, status }, extremes)
  },
  'an input of another number of rows has no score': async (surface, { rows }, draw) => {
    const count = rows.rows.length
    if (count === 0) return nothing
    const feeds = feedsOf(surface, rows)
    if (feeds.size < 2) return nothing
    const [name, tensor] = draw.of([...feeds])
    const other = draw.of([1, count - 1, count + 1, 2 * count, 0].filter((each) => each !== count))
    const perRow = tensor.data.length / count
    feeds.set(name, cutTo(tensor, other, perRow))
    const found = await refusedOr(() => scored(surface, feeds))
    if (found === undefined) return { ...nothing, rows: count }
    const scores = found.status.findIndex((status, row) => status !== 6 || isScored(found, row))
    return {
      rows: count,
      farthest: 0,
      fault:
        scores < 0
          ? undefined
          : `'${name}' of ${other} rows beside ${count}: row ${scores} has status ${found.status[scores]}`,
    }
  },
  'a vector of another width, or another type, is refused': async (surface, { rows }, draw) => {
    const count = rows.rows.length
    if (count === 0) return nothing
    const feeds = feedsOf(surface, rows)
    const [name, tensor] = draw.of([...feeds])
    const width = tensor.dims[1]
    const isVector = tensor.dtype === 'float32' && width !== undefined
    const size = tensor.data.length
    const wrong: HostTensor = isVector
      ? { dtype: 'float32', dims: [count, width + 1], data: new Float32Array(count * (width + 1)) }
      : tensor.dtype === 'string'
        ? { dtype: 'int64', dims: tensor.dims, data: new BigInt64Array(size) }
        : { dtype: 'string', dims: tensor.dims, data: new Array<string>(size).fill('1') }
    feeds.set(name, wrong)
    const found = await refusedOr(() => scored(surface, feeds))
    return {
      rows: count,
      farthest: 0,
      fault: found === undefined ? undefined : `'${name}' was taken as ${wrong.dtype} [${wrong.dims.join(', ')}]`,
    }
  },
  'a list without any width is empty or missing': async (surface, { rows, extremes }, draw) => {
    const lists = surface.exported.manifest.inputs.filter(
      ({ element, role }) => element !== undefined && role !== 'length',
    )
    const count = rows.rows.length
    if (lists.length === 0 || count === 0) return nothing
    const { name, feature } = draw.of(lists)
    const column = rows.raw.columns.get(feature)
    if (column?.kind !== 'list') throw new Error(`'${feature}' is no list`)
    const empty = { ...column, lengths: column.lengths.map((length) => Math.min(length, 0)) }
    const changed: RawRows = {
      ...rows,
      raw: { ...rows.raw, columns: new Map([...rows.raw.columns, [feature, empty]]) },
    }
    const feeds = feedsOf(surface, changed)
    feeds.set(
      name,
      column.of === 'id'
        ? { dtype: 'int64', dims: [count, 0], data: new BigInt64Array(0) }
        : { dtype: 'string', dims: [count, 0], data: [] },
    )
    const found = await refusedOr(() => scored(surface, feeds))
    const own = firstOfGroups(surface, changed)
    return found === undefined ? nothing : compared(surface, own, found, await due(surface, own), extremes)
  },
}

async function refusedOr<Value>(run: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await run()
  } catch {
    return undefined
  }
}

function cutTo(tensor: HostTensor, rows: number, perRow: number): HostTensor {
  const dims = [rows, ...tensor.dims.slice(1)]
  const at = (i: number): number => i % tensor.data.length
  const length = rows * perRow
  switch (tensor.dtype) {
    case 'float32':
      return { dtype: 'float32', dims, data: Float32Array.from({ length }, (_, i) => tensor.data[at(i)]!) }
    case 'int32':
      return { dtype: 'int32', dims, data: Int32Array.from({ length }, (_, i) => tensor.data[at(i)]!) }
    case 'int64':
      return { dtype: 'int64', dims, data: BigInt64Array.from({ length }, (_, i) => tensor.data[at(i)]!) }
    case 'string':
      return { dtype: 'string', dims, data: Array.from({ length }, (_, i) => tensor.data[at(i)]!) }
  }
}

/** Positions of rows that share a group with a row, directly or not. */
function related(surface: FuzzedSurface, rows: RawRows, row: number): readonly number[] {
  const groups = [...groupsOf(surface, rows).first.values()]
  const found = new Set([row])
  for (let before = 0; before < found.size; ) {
    before = found.size
    for (const first of groups) {
      const heads = new Set([...found].map((position) => first[position]))
      for (const [position, head] of first.entries()) if (heads.has(head)) found.add(position)
    }
  }
  return [...found]
}

const isScored = ({ logits, probabilities }: Served, row: number): boolean =>
  [...logits.values(), ...probabilities.values()].some((values) => !Number.isNaN(values[row]))

/**
 * Huge numbers overflow, or cancel, in one order of a sum and not in another: of batches with them statuses 0, 3 and 4 are one.
 * Both paths round. Where they differ by more than the tolerance, the ops' references in doubles decide, of `own`: the rows whose
 * features are their own.
 */
function compared(surface: FuzzedSurface, own: RawRows, found: Served, expected: Served, extremes: boolean): Found {
  let farthest = 0
  const kind = (status: number): number => (extremes && (status === 3 || status === 4) ? 0 : status)
  for (const [row, status] of expected.status.entries()) {
    if (kind(found.status[row]!) !== kind(status))
      return {
        rows: expected.status.length,
        farthest,
        fault: `row ${row} has status ${found.status[row]}, expected ${status}`,
      }
    for (const task of surface.tasks) {
      const [logit, probability] = [found.logits.get(task)![row]!, found.probabilities.get(task)![row]!]
      if (Number.isNaN(logit) !== (found.status[row] !== 0) || Number.isNaN(probability) !== (found.status[row] !== 0))
        return {
          rows: row,
          farthest,
          fault: `row ${row} has status ${found.status[row]} and ${task} ${logit}, ${probability}`,
        }
      if (status !== 0 || found.status[row] !== 0 || extremes) continue
      const fromHost = distance(logit, expected.logits.get(task)![row]!)
      const fromExact = (): number =>
        distance(logit, surface.reference(pickRows(own, [row]), Number.POSITIVE_INFINITY)!.get(task)![0]!)
      const difference = Math.max(
        fromHost > logitTolerance ? fromExact() : fromHost,
        distance(probability, expected.probabilities.get(task)![row]!),
      )
      farthest = Math.max(farthest, difference)
      if (difference > logitTolerance)
        return {
          rows: row,
          farthest,
          fault: `row ${row}, ${task}: log-odds ${logit}, expected ${expected.logits.get(task)![row]}; probability ${probability}, expected ${expected.probabilities.get(task)![row]}`,
        }
    }
  }
  if (found.status.length !== expected.status.length)
    return { rows: 0, farthest, fault: `${found.status.length} rows of ${expected.status.length}` }
  return { rows: expected.status.length, farthest, fault: undefined }
}

/** `a` at `inA` against `b` at `inB`. */
function sameRows(
  surface: FuzzedSurface,
  a: Served,
  b: Served,
  inA: readonly number[],
  inB: readonly number[],
  tolerance: number,
): Found {
  let farthest = 0
  for (const [i, row] of inA.entries()) {
    const other = inB[i]!
    const unclear =
      tolerance === Number.POSITIVE_INFINITY &&
      [a.status[row], b.status[other]].every((status) => [0, 3, 4].includes(status!))
    if (a.status[row] !== b.status[other] && !unclear)
      return { rows: i, farthest, fault: `row ${row} has status ${a.status[row]}, then ${b.status[other]}` }
    for (const values of ['logits', 'probabilities'] as const)
      for (const task of surface.tasks) {
        const [one, two] = [a[values].get(task)![row]!, b[values].get(task)![other]!]
        if (Object.is(one, two) || unclear) continue
        farthest = Math.max(farthest, distance(two, one))
        if (farthest > tolerance) return { rows: i, farthest, fault: `row ${row}, ${task}: ${one}, then ${two}` }
      }
  }
  return { rows: inA.length, farthest, fault: undefined }
}

const distance = (found: number, expected: number): number => {
  const difference = Math.abs(found - expected) / Math.max(1, Math.abs(expected))
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
}
