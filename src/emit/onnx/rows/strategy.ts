import type { Graph } from '../../../graph/graph.ts'
import type { SurfaceSet } from '../../../graph/surfaces.ts'
import type { Dtype, ValueType } from '../../../graph/types.ts'
import type { Dimension } from '../model.ts'
import type { Operand } from '../operands.ts'
import type { ArtifactInput, PortInputs } from '../port-inputs.ts'
import type { GraphWriter, OpWriter } from '../writer.ts'

/** Rows of a level on surfaces: the only ones that the row ops know. */
export interface LevelRows {
  readonly level: string
  readonly surfaces: SurfaceSet
}

/** How levels and surfaces lie in the model; one strategy serves a whole graph. Each gives the name of the result's value. */
export interface RowStrategy {
  /** What it reads beside the inputs that the graph's ops are: declared before the first op, and read by `PortInputs.read`. */
  readonly inputs: readonly ArtifactInput[]
  /** Size of the row axis of a graph input whose op has these rows. */
  inputDimension(rows: LevelRows): Dimension
  outputDimension(rows: LevelRows): Dimension
  /** From a graph input to the value at the op's rows. */
  arrive(input: string, rows: LevelRows, dtype: Dtype, node: OpWriter): string
  spread(operand: Operand, result: ValueType, node: OpWriter): string
  collect(operand: Operand, result: ValueType, node: OpWriter): string
  restrict(operand: Operand, result: ValueType, node: OpWriter): string
  /** operands[i] covers parts[i]. */
  join(operands: readonly Operand[], parts: readonly SurfaceSet[], result: ValueType, node: OpWriter): string
  /** True where the row axis holds each of the level's groups once, so that a sum over it is the sum over groups. */
  holdsGroupsOnce(rows: LevelRows): boolean
}

/** What a strategy is made from. */
export interface RowContext {
  readonly graph: Graph
  readonly ports: PortInputs
  readonly writer: GraphWriter
}

export function levelOf(type: ValueType): LevelRows {
  if (type.rows.kind !== 'level') throw new Error(`a row op on rows of kind '${type.rows.kind}'`)
  return type.rows
}
