import type { Op, OpOf } from '../../../graph/graph.ts'
import type { LoweringContext, LoweringTable, TrainingKind } from '../lowering.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { broadcast } from './broadcast.ts'
import { collect } from './collect.ts'
import { concat } from './concat.ts'
import { constant } from './constant.ts'
import { div } from './div.ts'
import { dropout } from './dropout.ts'
import { exp } from './exp.ts'
import { gelu } from './gelu.ts'
import { input } from './input.ts'
import { join } from './join.ts'
import { log } from './log.ts'
import { log1p } from './log1p.ts'
import { lookup } from './lookup.ts'
import { matmul } from './matmul.ts'
import { max } from './max.ts'
import { maximum } from './maximum.ts'
import { mean } from './mean.ts'
import { mul } from './mul.ts'
import { relu } from './relu.ts'
import { reshape } from './reshape.ts'
import { restrict } from './restrict.ts'
import { sigmoid } from './sigmoid.ts'
import { slice } from './slice.ts'
import { softmax } from './softmax.ts'
import { softplus } from './softplus.ts'
import { spread } from './spread.ts'
import { sqrt } from './sqrt.ts'
import { stop_gradient } from './stop_gradient.ts'
import { sub } from './sub.ts'
import { sum } from './sum.ts'
import { tanh } from './tanh.ts'
import { total } from './total.ts'
import { transpose } from './transpose.ts'
import { where } from './where.ts'

export const lowerings = {
  abs,
  add,
  broadcast,
  collect,
  concat,
  constant,
  div,
  dropout,
  exp,
  gelu,
  input,
  join,
  log,
  log1p,
  lookup,
  matmul,
  max,
  maximum,
  mean,
  mul,
  relu,
  reshape,
  restrict,
  sigmoid,
  slice,
  softmax,
  softplus,
  spread,
  sqrt,
  stop_gradient,
  sub,
  sum,
  tanh,
  total,
  transpose,
  where,
} satisfies LoweringTable

type TrainingOp = { [K in TrainingKind]: OpOf<K> }[TrainingKind]

const isTraining = (op: Op): op is TrainingOp => Object.hasOwn(lowerings, op.kind)

function lowerKind<K extends TrainingKind>(kind: K, op: OpOf<K>, context: LoweringContext): string {
  const table: LoweringTable = lowerings
  return table[kind](op, context)
}

/** The JavaScript of an operation. Encodings and adjoints are no part of a training forward graph: a defect of ctrc. */
export function lower(op: Op, context: LoweringContext): string {
  if (!isTraining(op)) throw new Error(`${op.kind} (${op.id}) cannot occur in a training forward graph`)
  return lowerKind(op.kind, op, context)
}
