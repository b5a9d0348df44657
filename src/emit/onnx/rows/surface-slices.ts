import { SurfaceSet } from '../../../graph/surfaces.ts'
import type { ValueType } from '../../../graph/types.ts'
import type { Operand } from '../operands.ts'
import type { OpWriter } from '../writer.ts'
import { type LevelRows, levelOf } from './strategy.ts'

/** The ONNX value, int32 [surfaces + 1], of the positions where each surface's rows begin. */
export type OffsetsOf = (rows: LevelRows) => string

/** Surfaces lie in order of their names, so each is a slice and neighbours are one: the runs of `chosen` within `all`. */
function runsOf(all: SurfaceSet, chosen: (surface: string) => boolean): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = []
  all.names.forEach((name, position) => {
    if (!chosen(name)) return
    const last = runs.at(-1)
    if (last?.end === position) last.end = position + 1
    else runs.push({ start: position, end: position + 1 })
  })
  return runs
}

/** A run of neighbouring surfaces that one part of a join covers; it begins at surface `start` of all. */
interface Piece {
  readonly operand: number
  readonly part: SurfaceSet
  readonly run: SurfaceSet
  readonly start: number
}

/** What a join lays side by side, part by part. */
export const piecesOf = (parts: readonly SurfaceSet[], surfaces: SurfaceSet): readonly Piece[] =>
  parts.flatMap((part, operand) =>
    runsOf(surfaces, (name) => part.has(name)).map(({ start, end }) => ({
      operand,
      part,
      run: SurfaceSet.of(surfaces.names.slice(start, end)),
      start,
    })),
  )

function slices(value: string, from: LevelRows, to: SurfaceSet, offsets: OffsetsOf, node: OpWriter): string[] {
  if (from.surfaces.equals(to)) return [value]
  const at = (position: number): string =>
    node.step('Gather', [offsets(from), node.graph.int64s([position])], { axis: { int: 0 } })
  return runsOf(from.surfaces, (name) => to.has(name)).map(({ start, end }) =>
    node.step('Slice', [value, at(start), at(end), node.graph.int32s([0])]),
  )
}

/** The rows of some of the operand's surfaces. */
export function restrictBySlices(operand: Operand, result: ValueType, offsets: OffsetsOf, node: OpWriter): string {
  const from = levelOf(operand.type)
  const to = levelOf(result).surfaces
  if (from.surfaces.equals(to)) return operand.name
  return node.result('Concat', slices(operand.name, from, to, offsets, node), { axis: { int: 0 } })
}

/** The parts' rows laid surface by surface; `repeated` gives a row-free value as many rows as the surfaces have. */
export function joinBySlices(
  operands: readonly Operand[],
  parts: readonly SurfaceSet[],
  result: ValueType,
  offsets: OffsetsOf,
  repeated: (operand: Operand, rows: LevelRows, node: OpWriter) => string,
  node: OpWriter,
): string {
  const { level, surfaces } = levelOf(result)
  const values = operands.map((operand, i) =>
    operand.type.rows.kind === 'none' ? repeated(operand, { level, surfaces: parts[i]! }, node) : operand.name,
  )
  const only = values[0]
  if (values.length === 1 && only !== undefined) return only
  const pieces = piecesOf(parts, surfaces).map(({ operand, part, run, start }) => {
    const [piece] = slices(values[operand]!, { level, surfaces: part }, run, offsets, node)
    return { start, piece: piece! }
  })
  pieces.sort((a, b) => a.start - b.start)
  return node.result(
    'Concat',
    pieces.map(({ piece }) => piece),
    { axis: { int: 0 } },
  )
}
