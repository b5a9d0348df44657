import type { Expression } from '../../syntax/ast.ts'
import { apply, constant } from '../apply.ts'
import { ownPart } from '../entries.ts'
import type { Interpreter } from '../interpreter.ts'
import { lift } from '../lift.ts'
import { at, nested, type OpSite } from '../site.ts'
import { type Poison, poison, type Tensor, type Value } from '../values.ts'
import type { Builtin } from './builtin.ts'
import { restOf } from './rest.ts'

/**
 * `chain(click, conversion)`: the log-odds of the product of the probabilities that log-odds stand for, so that
 * sigmoid(chain(a, b)) = sigmoid(a) sigmoid(b) (Ma et al. 2018, "Entire Space Multi-Task Model", arXiv 1804.07931). A name is a
 * prediction of this part or one above where there is such, else a value.
 */
export const chain: Builtin = (interpreter, call, site) => {
  const rest = restOf(interpreter, call, [], site, (value) => linkOf(interpreter, value, site))
  if (rest === undefined) return poison
  return lift(interpreter, rest.values, site, (links) => {
    if (links.some(({ isProbability }) => isProbability)) {
      const at = {
        callee: 'chain',
        name: 'links',
        found: 'a probability',
        expected: 'a log-odds: leave the sigmoid out',
      }
      interpreter.report('CTR3013', site.span, at)
      return poison
    }
    const scalars = links.map((link): Tensor | Poison =>
      link.shape.join() === '1' ? apply(interpreter, 'reshape', [link], { shape: [] }, site) : link,
    )
    return scalars.reduce((left, right) =>
      left.kind === 'poison' || right.kind === 'poison' ? poison : product(interpreter, left, right, site),
    )
  })
}

function linkOf(interpreter: Interpreter, expression: Expression, site: OpSite): Value {
  if (expression.kind !== 'name') return interpreter.evaluate(expression, nested(site))
  const { name, span } = expression
  const predicted = site.scope.findPrediction(name)
  if (predicted?.kind === 'poison') interpreter.add(predicted.deferred)
  if (predicted !== undefined) return ownPart(interpreter, predicted, at(site, span))
  if (!interpreter.model.tasks.includes(name) || site.scope.find(name) !== undefined)
    return interpreter.evaluate(expression, nested(site))
  interpreter.report('CTR3013', span, {
    callee: 'chain',
    name: 'links',
    found: `'${name}', which is not predicted before`,
    expected: `what ${site.scope.place} or a part above it predicts before this line`,
  })
  return poison
}

/** -log(exp(-a) + exp(-b) + exp(-a - b)), the largest exponent taken out; a constant to the gradient, which it does not change. */
function product(interpreter: Interpreter, a: Tensor, b: Tensor, site: OpSite): Tensor | Poison {
  const two = (kind: 'add' | 'sub' | 'maximum', x: Tensor | Poison, y: Tensor | Poison): Tensor | Poison =>
    x.kind === 'poison' || y.kind === 'poison' ? poison : apply(interpreter, kind, [x, y], {}, site)
  const one = (kind: 'exp' | 'log' | 'stop_gradient', x: Tensor | Poison): Tensor | Poison =>
    x.kind === 'poison' ? poison : apply(interpreter, kind, [x], {}, site)
  const zero = constant(interpreter, [0], [], site)
  const [notA, notB] = [two('sub', zero, a), two('sub', zero, b)]
  const neither = two('sub', notA, b)
  const most = one('stop_gradient', two('maximum', two('maximum', notA, notB), neither))
  const parts = [notA, notB, neither].map((part) => one('exp', two('sub', part, most)))
  const sum = parts.reduce((left, right) => two('add', left, right))
  return two('sub', zero, two('add', most, one('log', sum)))
}
