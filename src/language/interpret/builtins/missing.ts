import { definitionOf } from '../../../features/kinds.ts'
import type { Feature } from '../../program.ts'
import { bindArguments } from '../arguments.ts'
import { encoded } from '../features.ts'
import type { Interpreter } from '../interpreter.ts'
import type { OpSite } from '../site.ts'
import { describe, poison } from '../values.ts'
import { filledWithOnes } from '../widen.ts'
import type { Builtin } from './builtin.ts'

/** A feature's own name, or the variable of a loop through a group. */
function featureNamed(interpreter: Interpreter, name: string, { scope }: OpSite): Feature | undefined {
  const binding = scope.find(name)
  if (binding === undefined) return interpreter.program.features.get(name)
  const { kind, value } = binding
  return kind === 'loop' && (value.kind === 'raw' || value.kind === 'tensor') ? value.feature : undefined
}

/** `is_missing(feature)`: 1 where the row has no value for it, else 0; of a vector or list, where it is missing whole. */
export const isMissing: Builtin = (interpreter, call, site) => {
  const x = bindArguments(interpreter, call, [{ name: 'feature', required: true, type: 'a feature' }])?.get('feature')
  if (x === undefined) return poison
  const feature = x.value.kind === 'name' ? featureNamed(interpreter, x.value.name, site) : undefined
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
  const isList = steps !== undefined
  const sentinel = isList ? missingLength : sentinelOf(feature)
  const [part, shape] = isList ? (['length', []] as const) : (['value', value.shape] as const)
  const flag = encoded(interpreter, 'is_missing', feature, part, { sentinel }, { dtype: 'float32', shape }, site)
  return feature.otherwise === undefined ? flag : filledWithOnes(interpreter, flag, site)
}

/** What the length of a missing list is. */
const missingLength = -1

const sentinelOf = ({ missing }: Feature): number | undefined => (typeof missing === 'number' ? missing : undefined)
