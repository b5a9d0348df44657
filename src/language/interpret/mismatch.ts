import type { DiagnosticCode } from '../../diagnostics/registry.ts'
import type { TypeMismatch } from '../../graph/define-op.ts'
import type { OpKind } from '../../graph/graph.ts'
import type { Shape } from '../../graph/types.ts'
import type { Interpreter } from './interpreter.ts'
import type { OpSite } from './site.ts'
import type { Tensor } from './values.ts'
import { widthsOf } from './widths.ts'

const codes = {
  'inner-sizes-differ': 'CTR3002',
  'shapes-differ': 'CTR3001',
  axis: 'CTR3003',
  rank: 'CTR3003',
  dtype: 'CTR3004',
  'rows-differ': 'CTR3001',
} as const satisfies Record<TypeMismatch['mismatch'], DiagnosticCode>

const show = (shape: Shape): string => `[${shape.join(', ')}]`

/** Reports operands that do not fit an op: all their shapes, and what would have fitted. */
export function reportMismatch(
  interpreter: Interpreter,
  kind: OpKind,
  { mismatch, found, expected }: TypeMismatch,
  operands: readonly Tensor[],
  site: OpSite,
): void {
  const shapes = operands.map(({ shape }) => shape)
  const related = widthsOf(interpreter, operands)
  const code = codes[mismatch]
  const operation = operators.get(kind) ?? `'${kind}'`
  const all = shapes.map(show)
  switch (code) {
    case 'CTR3001':
      interpreter.report(
        code,
        site.span,
        {
          operation,
          found: all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all.join(),
          expected: fitting.get(kind) ?? expected,
        },
        { related },
      )
      return
    case 'CTR3002': {
      const [left, right] = shapes
      interpreter.report(
        code,
        site.span,
        { found: all.join(' @ '), expected: `the inner dimensions ${left?.at(-1)} and ${right?.at(-2)} differ` },
        { related },
      )
      return
    }
    case 'CTR3003':
      interpreter.report(code, site.span, { operation, found, expected: `expected ${expected}` })
      return
    case 'CTR3004':
      interpreter.report(code, site.span, { what: `an operand of ${operation}`, found, expected })
  }
}

const equalShapes = 'their shapes must be equal, or one a scalar, or one lack leading dimensions'

const operators: ReadonlyMap<OpKind, string> = new Map([
  ['add', "'+'"],
  ['sub', "'-'"],
  ['mul', "'*'"],
  ['div', "'/'"],
  ['matmul', "'@'"],
  ['maximum', "'max'"],
  ['minimum', "'min'"],
  ['less', "'<' or '>'"],
  ['less_equal', "'<=' or '>='"],
  ['equal', "'==' or '!='"],
])

const fitting: ReadonlyMap<OpKind, string> = new Map([
  ['add', equalShapes],
  ['sub', equalShapes],
  ['mul', equalShapes],
  ['div', equalShapes],
  ['maximum', equalShapes],
  ['minimum', equalShapes],
  ['less', equalShapes],
  ['less_equal', equalShapes],
  ['equal', equalShapes],
  ['where', equalShapes],
  ['concat', 'but for the axis that they are put together along, their shapes must be equal'],
  ['matmul', 'the leading dimensions of the right must be those of the left'],
])
