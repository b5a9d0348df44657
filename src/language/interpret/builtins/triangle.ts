import { resultName } from '../../../graph/results.ts'
import { apply } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import type { Interpreter } from '../interpreter.ts'
import { asTensor, perEntry } from '../lift.ts'
import type { OpSite } from '../site.ts'
import { poison, type Tensor, type Value } from '../values.ts'
import type { Builtin } from './builtin.ts'

/** `triangle(x)`: of a square matrix the entries above the diagonal, row by row: [n, n] -> [n (n - 1) / 2]. */
export const triangle: Builtin = (interpreter, call, site) => {
  const x = bindArguments(interpreter, call, [{ name: 'x', required: true, type: '[N, N]' }])?.get('x')
  if (x === undefined) return poison
  return perEntry(interpreter.evaluate(x.value, site), site, (entry, here) => {
    const matrix = asTensor(interpreter, entry, here)
    if (matrix === undefined) return poison
    const [rows, columns, ...more] = matrix.shape
    if (rows !== undefined && rows > 1 && rows === columns && more.length === 0)
      return above(interpreter, matrix, rows, here)
    const found = `[${matrix.shape.join(', ')}]`
    const expected = 'a square matrix of two rows or more, such as x @ transpose(x)'
    interpreter.report('CTR3013', x.span, { callee: 'triangle', name: 'x', found, expected })
    return poison
  })
}

/** The rows end to end are cut into what is kept of each and what lies between, so that the gradient is one concat. */
function above(interpreter: Interpreter, matrix: Tensor, n: number, site: OpSite): Value {
  const flat = apply(interpreter, 'reshape', [matrix], { shape: [n * n] }, site)
  if (flat.kind === 'poison') return poison
  const sizes = Array.from({ length: n }, (_, row) => [row + 1, n - 1 - row])
    .flat()
    .slice(0, -1)
  const pieces = apply(interpreter, 'split', [flat], { axis: 0, sizes }, site)
  if (pieces.kind === 'poison') return poison
  const kept = Array.from({ length: n - 1 }, (_, row): Tensor => {
    const position = 2 * row + 1
    const handle = pieces.handle === '' ? '' : resultName(pieces.handle, position)
    return { ...pieces, handle, shape: [n - 1 - row] }
  })
  return kept.length === 1 ? (kept[0] ?? poison) : apply(interpreter, 'concat', kept, { axis: 0 }, site)
}
