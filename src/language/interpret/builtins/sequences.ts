import type { Argument } from '../../syntax/ast.ts'
import { apply, constant, toRows } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { integerOf } from '../constants.ts'
import type { Interpreter } from '../interpreter.ts'
import { asTensor, perEntry } from '../lift.ts'
import { reportRecord } from '../record-value.ts'
import { maskOfRecord } from '../records.ts'
import type { OpSite } from '../site.ts'
import { describe, int, poison, type Sequence, type Value } from '../values.ts'
import type { Builtin } from './builtin.ts'

function sequenceOf(
  interpreter: Interpreter,
  argument: Argument | undefined,
  callee: string,
  site: OpSite,
): Sequence | undefined {
  if (argument === undefined) return undefined
  return sequenceIn(interpreter, interpreter.evaluate(argument.value, site), argument, callee)
}

function sequenceIn(interpreter: Interpreter, value: Value, argument: Argument, callee: string): Sequence | undefined {
  if (value.kind === 'sequence') return value
  if (value.kind === 'record') reportRecord(interpreter, value)
  else if (value.kind !== 'poison')
    interpreter.report('CTR3013', argument.span, {
      callee,
      name: 'list',
      found: describe(value),
      expected: 'a sequence',
    })
  return undefined
}

const listArgument = [{ name: 'list', required: true, type: 'a sequence' }] as const

/** `values(list)`: [L, D]; positions where the mask is 0 are undefined. */
export const values: Builtin = (interpreter, call, site) =>
  sequenceOf(interpreter, bindArguments(interpreter, call, listArgument)?.get('list'), 'values', site)?.values ?? poison

/** `mask(list)`: [L], 1 on present elements; of a record those of all its fields. */
export const mask: Builtin = (interpreter, call, site) => {
  const argument = bindArguments(interpreter, call, listArgument)?.get('list')
  if (argument === undefined) return poison
  const value = interpreter.evaluate(argument.value, site)
  if (value.kind === 'record') return maskOfRecord(interpreter, value, site)
  return sequenceIn(interpreter, value, argument, 'mask')?.mask ?? poison
}

/** `masked(x, mask)`: [L, D] and [L] made a sequence, of the origin that the mask has. */
export const masked: Builtin = (interpreter, call, site) => {
  const bound = bindArguments(interpreter, call, [
    { name: 'x', required: true, type: '[L, D]' },
    { name: 'mask', required: true, type: '[L]' },
  ])
  const [x, m] = [bound?.get('x'), bound?.get('mask')]
  if (x === undefined || m === undefined) return poison
  const elements = asTensor(interpreter, interpreter.evaluate(x.value, site), site)
  const flags = asTensor(interpreter, interpreter.evaluate(m.value, site), site)
  if (elements === undefined || flags === undefined) return poison
  if (flags.shape.length !== 1 || elements.shape.length !== 2 || elements.shape[0] !== flags.shape[0]) {
    interpreter.report('CTR3001', site.span, {
      operation: "'masked'",
      found: `[${elements.shape.join(', ')}] and [${flags.shape.join(', ')}]`,
      expected: '[L, D] and [L]',
    })
    return poison
  }
  return {
    kind: 'sequence',
    values: elements,
    mask: toRows(interpreter, flags, elements.rows, site),
    origin: flags.origin ?? flags.handle,
  }
}

/** `length(list)`: how many elements are present, per row; of a compile-time list, its length. */
export const length: Builtin = (interpreter, call, site) => {
  const argument = bindArguments(interpreter, call, listArgument)?.get('list')
  if (argument === undefined) return poison
  const value = interpreter.evaluate(argument.value, site)
  if (value.kind === 'constants' || value.kind === 'list') return int(value.items.length)
  const flags =
    value.kind === 'record' ? maskOfRecord(interpreter, value, site) : value.kind === 'sequence' && value.mask
  if (flags) return flags.kind === 'poison' ? poison : apply(interpreter, 'sum', [flags], { axes: [0] }, site)
  if (value.kind !== 'poison')
    interpreter.report('CTR3013', argument.span, {
      callee: 'length',
      name: 'list',
      found: describe(value),
      expected: 'a sequence or a list',
    })
  return poison
}

/** `first(units)`, `last(units)` of compile-time lists. */
export const element =
  (which: 'first' | 'last'): Builtin =>
  (interpreter, call, site) => {
    const argument = bindArguments(interpreter, call, listArgument)?.get('list')
    if (argument === undefined) return poison
    const list: Value = interpreter.evaluate(argument.value, site)
    const item =
      list.kind === 'constants' || list.kind === 'list' ? list.items.at(which === 'first' ? 0 : -1) : undefined
    if (item !== undefined) return item
    if (list.kind !== 'poison')
      interpreter.report('CTR3013', argument.span, {
        callee: which,
        name: 'list',
        found: describe(list),
        expected: 'a list that is not empty',
      })
    return poison
  }

/** As wide as a table may be. */
const mostTimes = 65_536

/** `repeat(x, times: n)`: x on a new last axis, n times. [L] gives [L, n]. */
export const repeat: Builtin = (interpreter, call, site) => {
  const bound = bindArguments(interpreter, call, [
    { name: 'x', required: true, type: 'a value' },
    { name: 'times', required: true, type: 'int' },
  ])
  const [x, timesArgument] = [bound?.get('x'), bound?.get('times')]
  if (x === undefined || timesArgument === undefined) return poison
  const times = integerOf(interpreter, timesArgument.value, site, 'how often it is repeated')
  if (times === undefined) return poison
  if (times < 1 || times > mostTimes) {
    const expected = `a whole number of 1 to ${mostTimes}`
    interpreter.report('CTR3013', timesArgument.span, { callee: 'repeat', name: 'times', found: `${times}`, expected })
    return poison
  }
  return perEntry(interpreter.evaluate(x.value, site), site, (entry, here) => {
    const value = asTensor(interpreter, entry, here)
    if (value === undefined) return poison
    const column = apply(interpreter, 'reshape', [value], { shape: [...value.shape, 1] }, here)
    if (column.kind === 'poison') return poison
    return apply(interpreter, 'matmul', [column, constant(interpreter, [1], [1, times], here)], {}, here)
  })
}
