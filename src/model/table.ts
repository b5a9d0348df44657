import type { TableDeclaration } from '../graph/graph.ts'

/** An embedding table. */
export type Table = TableDeclaration
