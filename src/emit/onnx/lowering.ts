import type { OpKind, OpOf, TableDeclaration } from '../../graph/graph.ts'
import type { Vocabulary } from '../../graph/vocabulary.ts'
import type { Operand } from './operands.ts'
import type { PortInputs } from './port-inputs.ts'
import type { RowStrategy } from './rows/strategy.ts'
import type { OpWriter } from './writer.ts'

/** What lowerings share. */
export interface LoweringContext {
  readonly rows: RowStrategy
  readonly ports: PortInputs
  /** int64 [1]: how many rows of a table are there. */
  readonly tableRows: (table: string, node: OpWriter) => string
  readonly table: (name: string) => {
    readonly declaration: TableDeclaration
    readonly vocabulary: Vocabulary | undefined
  }
}

/**
 * Writes the nodes of one op and returns the name of the ONNX value that holds its result:
 * `node.result(...)`, or an operand's own where there is nothing to do; of an op of several results all their names, `node.results(...)`.
 */
export type Lowering<K extends OpKind> = (
  op: OpOf<K>,
  operands: readonly Operand[],
  node: OpWriter,
  context: LoweringContext,
) => string | readonly string[]

/** A table with one entry per op kind: a missing one does not compile. */
export type LoweringTable = { readonly [K in OpKind]: Lowering<K> }
