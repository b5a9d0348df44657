import { sentinelInteger } from '../../graph/missing.ts'
import type { Dtype } from '../../graph/types.ts'
import { missingInteger, missingString } from '../../graph/vocabulary.ts'
import { castTo, mlDomain, type OpWriter } from './writer.ts'

/** A raw id or string with the sentinel replaced by what is missing at serving: the least int64, or "". */
export function withoutSentinel(name: string, dtype: Dtype, sentinel: number | string, node: OpWriter): string {
  const { graph } = node
  if (dtype === 'int64' && typeof sentinel === 'number') {
    const marker = sentinelInteger(sentinel)
    if (marker === undefined) return name
    return node.step('Where', [node.step('Equal', [name, graph.int64(marker)]), graph.int64(missingInteger), name])
  }
  if (dtype === 'string' && typeof sentinel === 'string') {
    const is = node.step('Cast', [wordIs(name, sentinel, node)], castTo('bool'))
    return node.step('Where', [is, graph.string(missingString), name])
  }
  return name
}

/** int64 1 where a string is that word, else 0: Equal takes strings only from opset 19 on. */
export const wordIs = (value: string, word: string, node: OpWriter): string =>
  node.step(
    'LabelEncoder',
    [value],
    { keys_strings: { strings: [word] }, values_int64s: { ints: [1] }, default_int64: { int: 0 } },
    mlDomain,
  )
