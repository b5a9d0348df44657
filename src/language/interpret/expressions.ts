import type { Expression, RenamedExpression } from '../syntax/ast.ts'
import { evaluateCall } from './calls.ts'
import { checkFloat32 } from './float32.ts'
import type { Interpreter } from './interpreter.ts'
import { evaluateEach, readEntry } from './keyed.ts'
import { evaluateFor } from './loops.ts'
import { readName } from './names.ts'
import { evaluateBinary, evaluateUnary } from './operators.ts'
import { readField } from './records.ts'
import type { Site } from './site.ts'
import { nested } from './site.ts'
import { slice } from './slices.ts'
import { evaluateIfExpression } from './statements.ts'
import { isConstant, type KeyKind, poison, type Value } from './values.ts'
import { widen } from './widen.ts'

/** The value of an expression. Errors are reported to the interpreter and give poison. */
export function evaluate(interpreter: Interpreter, expression: Expression, site: Site): Value {
  switch (expression.kind) {
    case 'name':
      return readName(interpreter, expression, site)
    case 'number':
      return checkFloat32(interpreter, expression.value, expression.span)
        ? { kind: expression.integer ? 'int' : 'float', value: expression.value }
        : poison
    case 'string':
      return { kind: 'string', value: expression.value }
    case 'boolean':
      return { kind: 'bool', value: expression.value }
    case 'null':
      interpreter.report('CTR3004', expression.span, {
        what: 'null',
        found: 'no value',
        expected: 'a value; null is allowed only in row expressions',
      })
      return poison
    case 'list':
      return evaluateList(interpreter, expression.items, site)
    case 'call':
      return evaluateCall(interpreter, expression, site)
    case 'index':
      return expression.index.kind === 'range'
        ? slice(interpreter, expression, expression.index, nested(site))
        : readEntry(interpreter, expression, nested(site))
    case 'member':
      return readField(interpreter, expression, nested(site))
    case 'unary':
      return evaluateUnary(interpreter, expression, nested(site))
    case 'binary':
      return evaluateBinary(interpreter, expression, nested(site))
    case 'range':
      interpreter.report('CTR3004', expression.span, {
        what: 'a range',
        found: 'used as a value',
        expected: 'a range after `in` of a for, or in brackets',
      })
      return poison
    case 'for_expression':
      return evaluateFor(interpreter, expression, site)
    case 'each':
      return evaluateEach(interpreter, expression, site)
    case 'if_expression':
      return evaluateIfExpression(interpreter, expression, site)
    case 'else':
      return widen(interpreter, expression, site)
    case 'renamed':
      return evaluateRenamed(interpreter, expression, site)
    case 'invalid':
      return poison
  }
}

/** `mlp(x, units: [64]) renamed from old_name`: applies to the place whose whole value it is. */
function evaluateRenamed(interpreter: Interpreter, { value, from, span }: RenamedExpression, site: Site): Value {
  if (site.whole) interpreter.rename(site.path, from.name, from.span)
  else
    interpreter.report('CTR2023', span, {
      what: "'renamed from'",
      place: 'a part of an expression',
      expected: 'it belongs at the end of a let',
    })
  return evaluate(interpreter, value, site)
}

/** `[256, 128]`, `[surfaces, tasks]`, or a list of values. */
function evaluateList(interpreter: Interpreter, items: readonly Expression[], site: Site): Value {
  const values = items.map((item) => evaluate(interpreter, item, nested(site)))
  if (values.some((value) => value.kind === 'poison')) return poison
  const constants = values.filter(isConstant)
  if (constants.length < values.length) return { kind: 'list', items: values }
  const keys = constants.flatMap((each): readonly KeyKind[] => (each.kind === 'keys' ? each.keys : []))
  if (keys.length > 0 && keys.length === constants.length) return { kind: 'keys', keys }
  return { kind: 'constants', items: constants }
}
