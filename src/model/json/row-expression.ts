import type { RowExpression, RowOperand } from '../row-expression.ts'
import { boolean, type Codec, lazy, list, number, object, oneOf, text, variants } from './codec.ts'

type OperandOf<Kind extends RowOperand['kind']> = Extract<RowOperand, { readonly kind: Kind }>
type Binary = { readonly left: RowOperand; readonly right: RowOperand }
type Unary = { readonly operand: RowOperand }

const operand: Codec<RowOperand> = lazy(() => operands)

const unary = <Kind extends string>(kind: Kind) =>
  object<Unary & { readonly kind: Kind }>({ kind: oneOf(kind), operand })
const binary = <Kind extends string>(kind: Kind) =>
  object<Binary & { readonly kind: Kind }>({ kind: oneOf(kind), left: operand, right: operand })
const membership = <Kind extends 'in' | 'not in'>(kind: Kind) =>
  object<OperandOf<'in' | 'not in'> & { readonly kind: Kind }>({ kind: oneOf(kind), operand, items: list(operand) })

const operands: Codec<RowOperand> = variants<'kind', RowOperand>('kind', {
  column: object<OperandOf<'column'>>({ kind: oneOf('column'), name: text }),
  number: object<OperandOf<'number'>>({ kind: oneOf('number'), value: number }),
  string: object<OperandOf<'string'>>({ kind: oneOf('string'), value: text }),
  boolean: object<OperandOf<'boolean'>>({ kind: oneOf('boolean'), value: boolean }),
  not: unary('not'),
  negate: unary('negate'),
  '==': binary('=='),
  '!=': binary('!='),
  '<': binary('<'),
  '<=': binary('<='),
  '>': binary('>'),
  '>=': binary('>='),
  and: binary('and'),
  or: binary('or'),
  '+': binary('+'),
  '-': binary('-'),
  '*': binary('*'),
  '/': binary('/'),
  '%': binary('%'),
  where: binary('where'),
  'is null': unary('is null'),
  'is not null': unary('is not null'),
  in: membership('in'),
  'not in': membership('not in'),
  fold: object<OperandOf<'fold'>>({ kind: oneOf('fold'), operand, buckets: number }),
})

export const rowExpression: Codec<RowExpression> = object<RowExpression>({ expression: operand, columns: list(text) })
