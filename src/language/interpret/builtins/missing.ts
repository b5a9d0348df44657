import { definitionOf } from '../../../features/kinds.ts'
import { fieldName } from '../../../model/feature.ts'
import type { Feature } from '../../program.ts'
import type { Expression } from '../../syntax/ast.ts'
import { bindArguments } from '../arguments.ts'
import { asSteps, encoded } from '../features.ts'
import type { Interpreter } from '../interpreter.ts'
import type { OpSite } from '../site.ts'
import { describe, poison, type Value } from '../values.ts'
import { filledWithOnes, widenedMask } from '../widen.ts'
import type { Builtin } from './builtin.ts'

/** A feature's own name, a record's field, or the variable of a loop through a group. */
function featureNamed(interpreter: Interpreter, expression: Expression, site: OpSite): Feature | undefined {
  if (expression.kind === 'member') {
    const { value, member } = expression
    const record = featureNamed(interpreter, value, site)
    return record && interpreter.program.features.get(fieldName(record.name, member.name))
  }
  return expression.kind === 'name' ? featureOfName(interpreter, expression.name, site) : undefined
}

function featureOfName(interpreter: Interpreter, name: string, { scope }: OpSite): Feature | undefined {
  const binding = scope.find(name)
  if (binding === undefined) return interpreter.program.features.get(name)
  const { kind, value } = binding
  return kind === 'loop' && (value.kind === 'raw' || value.kind === 'tensor') ? value.feature : undefined
}

/** `is_missing(feature)`: 1 where the row has no value for it, else 0; of a vector or list, where it is missing whole. */
export const isMissing: Builtin = (interpreter, call, site) => {
  const x = bindArguments(interpreter, call, [{ name: 'feature', required: true, type: 'a feature' }])?.get('feature')
  if (x === undefined) return poison
  const feature = featureNamed(interpreter, x.value, site)
  if (feature === undefined) {
    const value = interpreter.evaluate(x.value, site)
    if (value.kind !== 'poison')
      interpreter.report('CTR3013', x.span, {
        callee: 'is_missing',
        name: 'feature',
        found: describe(value),
        expected: "a feature's name",
      })
    return poison
  }
  const { steps, value } = definitionOf(feature.type).graph
  if (feature.record !== undefined) return missingInSteps(interpreter, feature, steps ?? 1, site)
  const isList = steps !== undefined
  const sentinel = isList ? missingLength : sentinelOf(feature)
  const [part, shape] = isList ? (['length', []] as const) : (['value', value.shape] as const)
  const flag = encoded(interpreter, 'is_missing', feature, part, { sentinel }, { dtype: 'float32', shape }, site)
  return feature.otherwise === undefined ? flag : filledWithOnes(interpreter, flag, site)
}

/** What the length of a missing list is. */
const missingLength = -1

const sentinelOf = ({ missing }: Feature): number | undefined => (typeof missing === 'number' ? missing : undefined)

/** Of a record's field, step by step: a sequence of flags. */
function missingInSteps(interpreter: Interpreter, feature: Feature, steps: number, site: OpSite): Value {
  const result = { dtype: 'float32', shape: [steps] } as const
  const attributes = { sentinel: sentinelOf(feature) }
  const flags = encoded(interpreter, 'is_missing', feature, 'value', attributes, result, site)
  const sequence = asSteps(interpreter, feature, flags, steps, site)
  if (sequence.kind === 'poison' || feature.otherwise === undefined) return sequence
  const values = filledWithOnes(interpreter, sequence.values, site)
  const mask = widenedMask(interpreter, feature, sequence.mask, site)
  return values.kind === 'poison' || mask.kind === 'poison' ? poison : { ...sequence, values, mask }
}
