import type { Expression } from '../syntax/ast.ts'
import { reportNoChoice } from './choices.ts'
import type { Interpreter } from './interpreter.ts'
import type { Site } from './site.ts'
import { poison, type Value } from './values.ts'

const keyWords = ['surfaces', 'tasks'] as const

/** Where keys are wanted: `surfaces`, `tasks`, a list of them, or a parameter that is such. Another word is CTR1501, `surface` too. */
export function evaluateKeys(interpreter: Interpreter, expression: Expression, site: Site): Value {
  const words = expression.kind === 'list' ? expression.items : [expression]
  let isKnown = true
  for (const word of words) {
    if (word.kind !== 'name' || site.scope.find(word.name) !== undefined) continue
    if (keyWords.some((each) => each === word.name)) continue
    reportNoChoice(interpreter, 'kind of key', word.name, keyWords, word.span)
    isKnown = false
  }
  const names = words.map((word) => (word.kind === 'name' ? word.name : ''))
  const again = words.find((word, i) => word.kind === 'name' && names.indexOf(word.name) < i)
  if (again?.kind === 'name' && isKnown) {
    const first = words[names.indexOf(again.name)]
    const related = first === undefined ? [] : [{ message: 'first here', span: first.span }]
    interpreter.report('CTR1516', again.span, { name: again.name, list: 'the keys' }, { related })
    return poison
  }
  return isKnown ? interpreter.evaluate(expression, { ...site, whole: false }) : poison
}
