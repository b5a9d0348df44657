import { missingInteger } from '../../../graph/vocabulary.ts'
import type { Lowering } from '../lowering.ts'
import { isMissing } from '../missing.ts'

export const rawNumber: Lowering<'raw_number'> = ({ attributes }, [x], node) => {
  const { graph } = node
  const { default: otherwise } = attributes
  const instead =
    x!.type.dtype === 'int64' ? graph.int64(BigInt(otherwise ?? missingInteger)) : graph.float(otherwise ?? Number.NaN)
  return node.result('Where', [isMissing(x!, attributes.sentinel, node), instead, x!.name])
}
