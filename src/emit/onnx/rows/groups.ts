import { noRows } from '../../../graph/types.ts'
import { isMissing } from '../missing.ts'
import type { OpWriter } from '../writer.ts'

export type KeyType = 'int64' | 'string'

export interface Key {
  /** The ONNX value, [rows]. */
  readonly value: string
  readonly type: KeyType
}

/** Rows grouped by their keys, groups in order of first occurrence. */
export interface Groups {
  /** int64 [groups]: each group's first row. */
  readonly first: string
  /** int64 [rows]: each row's group. */
  readonly inverse: string
}

interface Codes {
  /** int64 [rows], in 0..count. */
  readonly codes: string
  /** int64 [1]. */
  readonly count: string
}

/** Groups rows that agree in all keys; a row that lacks one is a group of its own. */
export function groupsByKeys(keys: readonly Key[], node: OpWriter): Groups {
  const missing = keys.map((key) => isMissingKey(key, node)).reduce((a, b) => node.step('Or', [a, b]))
  const together = keys.map((key) => unique(key.value, node)).reduce((a, b) => pairs(a, b, node))
  // Codes beyond all others, one per row, for rows that belong to no group.
  const own = node.step('Add', [rowNumbers(keys[0]!.value, node), together.count])
  const codes = node.step('Where', [missing, own, together.codes])
  const [, first, inverse] = node.steps('Unique', [codes], ['distinct', 'first', 'inverse'], inOrder)
  return { first: first!, inverse: inverse! }
}

/** Unique's order of first occurrence: a group's place does not depend on its key's value. */
const inOrder = { sorted: { int: 0 } } as const

function unique(value: string, node: OpWriter): Codes {
  const [distinct, , inverse] = node.steps('Unique', [value], ['distinct', '', 'inverse'], inOrder)
  return { codes: inverse!, count: node.step('Shape', [distinct!]) }
}

/** Each operand's codes are below the number of rows, so the pair's stay far below 2^63; Unique makes them so again. */
const pairs = (a: Codes, b: Codes, node: OpWriter): Codes =>
  unique(node.step('Add', [node.step('Mul', [a.codes, b.count]), b.codes]), node)

function rowNumbers(value: string, node: OpWriter): string {
  const count = node.step('Squeeze', [node.step('Shape', [value])])
  return node.step('Range', [node.graph.int64(0), count, node.graph.int64(1)])
}

const isMissingKey = ({ value, type }: Key, node: OpWriter): string =>
  isMissing({ name: value, type: { dtype: type, shape: [], rows: noRows } }, undefined, node)
