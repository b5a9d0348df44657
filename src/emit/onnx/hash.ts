import { seedOf } from '../../graph/mix.ts'
import { missingRow } from '../../graph/vocabulary.ts'
import { isMissing } from './missing.ts'
import type { Operand } from './operands.ts'
import { type OpWriter, runtimeDomain } from './writer.ts'

/** row = 1 + mix(id, seed of the table's name) mod rows, missing ids row 0: graph/mix.ts in uint32 ops, bit for bit. */
export function hashedRow(id: Operand, table: string, rows: number, node: OpWriter): string {
  const { graph } = node
  const mixed = mixedId(id.name, graph.uint32(seedOf(table)), node)
  const bucket = node.cast(node.step('Mod', [mixed, graph.uint32(rows)]), 'int32')
  const row = node.step('Add', [bucket, graph.int32(1)])
  return node.result('Where', [isMissing(id, undefined, node), graph.int32(missingRow), row])
}

/** mix of an int64 with a seed, uint32 both the seed and the result. */
export function mixedId(id: string, seed: string, node: OpWriter): string {
  const { low, high } = lanes(id, node)
  const seeded = node.step('BitwiseXor', [low, seed])
  return finalize(node.step('BitwiseXor', [finalize(seeded, node), high]), node)
}

/** row = 1 + MurmurHash3(word, seed of the table's name) mod rows, missing words row 0: graph/murmur3.ts by ONNX Runtime's own op. */
export function hashedWordRow(word: Operand, table: string, rows: number, node: OpWriter): string {
  const { graph } = node
  const attributes = { seed: { int: seedOf(table) }, positive: { int: 1 } }
  const hash = node.cast(node.step('MurmurHash3', [word.name], attributes, runtimeDomain), 'int64')
  const bucket = node.cast(node.step('Mod', [hash, graph.int64(BigInt(rows))]), 'int32')
  const row = node.step('Add', [bucket, graph.int32(1)])
  return node.result('Where', [isMissing(word, undefined, node), graph.int32(missingRow), row])
}

/** The two uint32 lanes of an int64, by floored division: what a cast of a negative number gives is not stated by ONNX. */
function lanes(id: string, node: OpWriter): { low: string; high: string } {
  const lane = node.graph.int64(2n ** 32n)
  const low = node.step('Mod', [id, lane])
  // Exact: id - low is a multiple of 2^32 and no less than the least int64.
  const high = node.step('Mod', [node.step('Div', [node.step('Sub', [id, low]), lane]), lane])
  return { low: node.cast(low, 'uint32'), high: node.cast(high, 'uint32') }
}

function finalize(h: string, node: OpWriter): string {
  const { graph } = node
  const shifted = (value: string, bits: number): string =>
    node.step('BitwiseXor', [
      value,
      node.step('BitShift', [value, graph.uint32(bits)], { direction: { string: 'RIGHT' } }),
    ])
  const first = times(shifted(h, 16), 0x85ebca6b, node)
  const second = times(shifted(first, 13), 0xc2b2ae35, node)
  return shifted(second, 16)
}

/**
 * A product modulo 2^32. In int64, since ONNX Runtime multiplies uint32 only from 1.21 on; by the factor's residue below 2^31 in size, so
 * that no product leaves int64. The lower half of two's complement is the residue.
 */
function times(value: string, factor: number, node: OpWriter): string {
  const { graph } = node
  const product = node.step('Mul', [node.cast(value, 'int64'), graph.int64(BigInt(factor | 0))])
  return node.cast(node.step('BitwiseAnd', [product, graph.int64(0xffffffffn)]), 'uint32')
}
