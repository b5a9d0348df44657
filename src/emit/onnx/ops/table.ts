import { comparison } from '../comparison.ts'
import { elementwise } from '../elementwise.ts'
import type { LoweringTable } from '../lowering.ts'
import { broadcast } from './broadcast.ts'
import { bucket } from './bucket.ts'
import { clamp } from './clamp.ts'
import { collect } from './collect.ts'
import { concat } from './concat.ts'
import { constant } from './constant.ts'
import { contract } from './contract.ts'
import { countEqual } from './count_equal.ts'
import { dropout } from './dropout.ts'
import { firstMax } from './first_max.ts'
import { gelu } from './gelu.ts'
import { input } from './input.ts'
import { isMissing } from './is_missing.ts'
import { join } from './join.ts'
import { lastElement } from './last_element.ts'
import { lengthFault } from './length_fault.ts'
import { log1p } from './log1p.ts'
import { lookup } from './lookup.ts'
import { matmul } from './matmul.ts'
import { max } from './max.ts'
import { mean } from './mean.ts'
import { mixIds } from './mix_ids.ts'
import { number } from './number.ts'
import { parallelFault } from './parallel_fault.ts'
import { positive } from './positive.ts'
import { pow } from './pow.ts'
import { rawNumber } from './raw_number.ts'
import { reshape } from './reshape.ts'
import { restrict } from './restrict.ts'
import { rowFault } from './row_fault.ts'
import { scatter } from './scatter.ts'
import { secondsBetween } from './seconds_between.ts'
import { sequenceMask } from './sequence_mask.ts'
import { slice } from './slice.ts'
import { softmax } from './softmax.ts'
import { split } from './split.ts'
import { spread } from './spread.ts'
import { standardize } from './standardize.ts'
import { status } from './status.ts'
import { stopGradient } from './stop_gradient.ts'
import { sum } from './sum.ts'
import { tableRow } from './table_row.ts'
import { timeCycle } from './time_cycle.ts'
import { total } from './total.ts'
import { transpose } from './transpose.ts'
import { viewIndex } from './view_index.ts'
import { where } from './where.ts'

/** One lowering per kind of op: a missing one does not compile. Where one ONNX op does it element by element, its line is all. */
export const lowerings = {
  abs: elementwise('Abs'),
  add: elementwise('Add'),
  broadcast,
  raw_number: rawNumber,
  bucket,
  standardize,
  time_cycle: timeCycle,
  mix_ids: mixIds,
  last_element: lastElement,
  count_equal: countEqual,
  clamp,
  seconds_between: secondsBetween,
  collect,
  concat,
  constant,
  contract,
  div: elementwise('Div'),
  dropout,
  equal: comparison('Equal'),
  erf: elementwise('Erf'),
  exp: elementwise('Exp'),
  first_max: firstMax,
  gelu,
  input,
  is_missing: isMissing,
  join,
  length_fault: lengthFault,
  less: comparison('Less'),
  less_equal: comparison('LessOrEqual'),
  log: elementwise('Log'),
  log1p,
  lookup,
  matmul,
  max,
  maximum: elementwise('Max'),
  mean,
  minimum: elementwise('Min'),
  mul: elementwise('Mul'),
  number,
  positive,
  pow,
  relu: elementwise('Relu'),
  reshape,
  restrict,
  row_fault: rowFault,
  parallel_fault: parallelFault,
  scatter,
  sequence_mask: sequenceMask,
  sigmoid: elementwise('Sigmoid'),
  slice,
  softmax,
  softplus: elementwise('Softplus'),
  split,
  spread,
  sqrt: elementwise('Sqrt'),
  status,
  stop_gradient: stopGradient,
  sub: elementwise('Sub'),
  sum,
  table_row: tableRow,
  tanh: elementwise('Tanh'),
  total,
  transpose,
  view_index: viewIndex,
  where,
} satisfies LoweringTable
