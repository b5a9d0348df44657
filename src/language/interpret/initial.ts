import type { Initial } from '../../graph/graph.ts'
import { usualInitial } from '../../graph/initial.ts'
import type { Shape } from '../../graph/types.ts'
import type { ParamStatement } from '../syntax/ast.ts'
import { checkFloat32 } from './float32.ts'
import type { Interpreter } from './interpreter.ts'
import type { Site } from './site.ts'
import { isNumber } from './values.ts'

/** How a parameter starts: matrices Glorot uniform, vectors at zero, unless it declares otherwise. */
export function initialOf(interpreter: Interpreter, { initial }: ParamStatement, shape: Shape, site: Site): Initial {
  const standard = usualInitial(shape)
  if (initial === undefined) return standard
  if (initial.kind === 'name') {
    const { name } = initial
    if (name === 'zeros' || name === 'ones' || name === 'glorot_uniform') return { kind: name }
  }
  if (initial.kind === 'call' && initial.callee.name === 'normal') {
    const deviation = initial.arguments[0]
    const value = deviation === undefined ? undefined : interpreter.evaluate(deviation.value, { ...site, whole: false })
    const isNamed = deviation?.name !== undefined && deviation.name.name !== 'deviation'
    if (value?.kind === 'poison') return standard
    if (value !== undefined && isNumber(value) && value.value >= 0 && !isNamed && initial.arguments.length === 1) {
      checkFloat32(interpreter, value.value, initial.span)
      return { kind: 'normal', deviation: value.value }
    }
  } else if (initial.kind !== 'name' || site.scope.find(initial.name) !== undefined) {
    const value = interpreter.evaluate(initial, { ...site, whole: false })
    if (isNumber(value)) {
      checkFloat32(interpreter, value.value, initial.span)
      return { kind: 'constant', value: value.value }
    }
    if (value.kind === 'poison') return standard
  }
  const found = initial.kind === 'name' ? `'${initial.name}'` : 'this'
  interpreter.report('CTR3025', initial.span, { found })
  return standard
}
