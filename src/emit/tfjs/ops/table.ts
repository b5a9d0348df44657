import type { Op, OpOf } from '../../../graph/graph.ts'
import { binary, comparison, unary } from '../elementwise.ts'
import type { LoweringContext, LoweringTable, TrainingKind } from '../lowering.ts'
import { abs } from './abs.ts'
import { broadcast } from './broadcast.ts'
import { collect } from './collect.ts'
import { concat } from './concat.ts'
import { constant } from './constant.ts'
import { dropout } from './dropout.ts'
import { gelu } from './gelu.ts'
import { input } from './input.ts'
import { join } from './join.ts'
import { lookup } from './lookup.ts'
import { matmul } from './matmul.ts'
import { max } from './max.ts'
import { maximum } from './maximum.ts'
import { mean } from './mean.ts'
import { pow } from './pow.ts'
import { reshape } from './reshape.ts'
import { restrict } from './restrict.ts'
import { slice } from './slice.ts'
import { softmax } from './softmax.ts'
import { split } from './split.ts'
import { spread } from './spread.ts'
import { stop_gradient } from './stop_gradient.ts'
import { sum } from './sum.ts'
import { total } from './total.ts'
import { transpose } from './transpose.ts'
import { where } from './where.ts'

export const lowerings = {
  abs,
  add: binary('add'),
  broadcast,
  collect,
  concat,
  constant,
  div: binary('div'),
  dropout,
  equal: comparison('equal'),
  exp: unary('exp'),
  gelu,
  input,
  join,
  less: comparison('less'),
  less_equal: comparison('lessEqual'),
  log: unary('log'),
  log1p: unary('log1p'),
  lookup,
  matmul,
  max,
  maximum,
  mean,
  minimum: (_, { aligned, call }) => `tf.neg(${call('larger', `tf.neg(${aligned(0)})`, `tf.neg(${aligned(1)})`)})`,
  mul: binary('mul'),
  pow,
  relu: unary('relu'),
  reshape,
  restrict,
  sigmoid: unary('sigmoid'),
  slice,
  softmax,
  softplus: unary('softplus'),
  split,
  spread,
  sqrt: unary('sqrt'),
  stop_gradient,
  sub: binary('sub'),
  sum,
  tanh: unary('tanh'),
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
