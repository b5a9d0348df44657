import { missingInteger } from '../../../graph/vocabulary.ts'
import type { Lowering } from '../lowering.ts'
import { isMissing } from '../missing.ts'

/** By Less and Where: ONNX Runtime 1.30 takes the Min and Max of int64 by their lower 32 bits where one of the two is broadcast. */
export const clamp: Lowering<'clamp'> = ({ attributes }, [x], node) => {
  const { graph } = node
  const constant = (value: number): string =>
    x!.type.dtype === 'int64' ? graph.int64(BigInt(value)) : graph.float(Math.fround(value))
  const [low, high] = [constant(attributes.low), constant(attributes.high)]
  const below = node.step('Where', [node.step('Less', [high, x!.name]), high, x!.name])
  const within = node.step('Where', [node.step('Less', [x!.name, low]), low, below])
  const missing = x!.type.dtype === 'int64' ? graph.int64(missingInteger) : graph.float(Number.NaN)
  return node.result('Where', [isMissing(x!, undefined, node), missing, within])
}
