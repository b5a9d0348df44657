import { sentinelFloat, sentinelInteger } from '../../graph/missing.ts'
import { missingInteger, missingString } from '../../graph/vocabulary.ts'
import type { Operand } from './operands.ts'
import { wordIs } from './sentinels.ts'
import type { OpWriter } from './writer.ts'
import { castTo } from './writer.ts'

/** bool, true where a raw value is missing: NaN and infinities, the least int64, "", and the feature's own sentinel. */
export function isMissing(operand: Operand, sentinel: number | undefined, node: OpWriter): string {
  const { name, type } = operand
  const { graph } = node
  switch (type.dtype) {
    case 'float32': {
      const unusable = node.step('Or', [node.step('IsNaN', [name]), node.step('IsInf', [name])])
      if (sentinel === undefined) return unusable
      return node.step('Or', [unusable, node.step('Equal', [name, graph.float(sentinelFloat(sentinel))])])
    }
    case 'int64': {
      const least = node.step('Equal', [name, graph.int64(missingInteger)])
      const marker = sentinel === undefined ? undefined : sentinelInteger(sentinel)
      return marker === undefined ? least : node.step('Or', [least, node.step('Equal', [name, graph.int64(marker)])])
    }
    case 'string':
      return node.step('Cast', [wordIs(name, missingString, node)], castTo('bool'))
    case 'int32':
      throw new Error(`'${node.path}' asks whether an int32 is missing: raw integers are int64`)
  }
}
