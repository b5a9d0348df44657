import type { OpTable } from '../define-op.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { broadcast } from './broadcast.ts'
import { bucket } from './bucket.ts'
import { clamp } from './clamp.ts'
import { collect } from './collect.ts'
import { concat } from './concat.ts'
import { constant } from './constant.ts'
import { contract } from './contract.ts'
import { countEqual } from './count_equal.ts'
import { div } from './div.ts'
import { dropout } from './dropout.ts'
import { equal } from './equal.ts'
import { erf } from './erf.ts'
import { exp } from './exp.ts'
import { firstMax } from './first_max.ts'
import { gelu } from './gelu.ts'
import { input } from './input.ts'
import { isMissing } from './is_missing.ts'
import { join } from './join.ts'
import { lastElement } from './last_element.ts'
import { lengthFault } from './length_fault.ts'
import { less } from './less.ts'
import { lessEqual } from './less_equal.ts'
import { log } from './log.ts'
import { log1p } from './log1p.ts'
import { lookup } from './lookup.ts'
import { matmul } from './matmul.ts'
import { max } from './max.ts'
import { maximum } from './maximum.ts'
import { mean } from './mean.ts'
import { minimum } from './minimum.ts'
import { mixIds } from './mix_ids.ts'
import { mul } from './mul.ts'
import { number } from './number.ts'
import { parallelFault } from './parallel_fault.ts'
import { positive } from './positive.ts'
import { pow } from './pow.ts'
import { rawNumber } from './raw_number.ts'
import { relu } from './relu.ts'
import { reshape } from './reshape.ts'
import { restrict } from './restrict.ts'
import { rowFault } from './row_fault.ts'
import { scatter } from './scatter.ts'
import { secondsBetween } from './seconds_between.ts'
import { sequenceMask } from './sequence_mask.ts'
import { sigmoid } from './sigmoid.ts'
import { slice } from './slice.ts'
import { softmax } from './softmax.ts'
import { softplus } from './softplus.ts'
import { split } from './split.ts'
import { spread } from './spread.ts'
import { sqrt } from './sqrt.ts'
import { standardize } from './standardize.ts'
import { status } from './status.ts'
import { stopGradient } from './stop_gradient.ts'
import { sub } from './sub.ts'
import { sum } from './sum.ts'
import { tableRow } from './table_row.ts'
import { tanh } from './tanh.ts'
import { timeCycle } from './time_cycle.ts'
import { total } from './total.ts'
import { transpose } from './transpose.ts'
import { viewIndex } from './view_index.ts'
import { where } from './where.ts'

/** Every op kind's definition: one file each beside this one. */
export const opTable: OpTable = {
  input,
  constant,
  table_row: tableRow,
  number,
  is_missing: isMissing,
  sequence_mask: sequenceMask,
  view_index: viewIndex,
  raw_number: rawNumber,
  bucket,
  standardize,
  time_cycle: timeCycle,
  mix_ids: mixIds,
  last_element: lastElement,
  count_equal: countEqual,
  clamp,
  seconds_between: secondsBetween,
  length_fault: lengthFault,
  row_fault: rowFault,
  parallel_fault: parallelFault,
  status,
  add,
  sub,
  mul,
  div,
  maximum,
  minimum,
  less,
  less_equal: lessEqual,
  equal,
  exp,
  log,
  log1p,
  sqrt,
  abs,
  tanh,
  relu,
  gelu,
  sigmoid,
  softplus,
  where,
  stop_gradient: stopGradient,
  dropout,
  concat,
  slice,
  split,
  reshape,
  transpose,
  broadcast,
  matmul,
  sum,
  mean,
  max,
  softmax,
  lookup,
  restrict,
  join,
  spread,
  collect,
  total,
  contract,
  scatter,
  positive,
  pow,
  erf,
  first_max: firstMax,
} satisfies OpTable
