import type {
  Argument,
  Block,
  Expression,
  IfExpression,
  IfStatement,
  PredictStatement,
  Statement,
  TypeNode,
} from './ast.ts'
import { comparison, tightnessOf } from './build/precedence.ts'

/** How tightly an expression's outermost operation binds; in a place that needs more it stands in parentheses. */
const loosest = -1
const unaryMinus = 10
const atom = 11

function tightness(expression: Expression): number {
  switch (expression.kind) {
    case 'binary':
      return tightnessOf(expression.operator)
    case 'range':
      return tightnessOf('..')
    case 'unary':
      return expression.operator === 'not' ? comparison : unaryMinus
    case 'for_expression':
    case 'each':
    case 'if_expression':
    case 'else':
    case 'renamed':
      return loosest
    default:
      return atom
  }
}

/**
 * An expression's canonical text: one space around operators, parentheses only where they are needed, numbers as written. Two
 * expressions have the same text exactly when they have the same tree. Used in messages and digests.
 */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'name':
      return expression.name
    case 'number':
      return expression.raw
    case 'string':
      return printString(expression.value)
    case 'boolean':
      return String(expression.value)
    case 'null':
      return 'null'
    case 'list':
      return `[${expression.items.map(printExpression).join(', ')}]`
    case 'call':
      return `${expression.callee.name}(${expression.arguments.map(printArgument).join(', ')})`
    case 'index':
      return `${within(expression.value, atom)}[${printExpression(expression.index)}]`
    case 'member':
      return `${within(expression.value, atom)}.${expression.member.name}`
    case 'unary':
      return expression.operator === 'not'
        ? `not ${within(expression.operand, comparison)}`
        : `-${within(expression.operand, unaryMinus)}`
    case 'binary': {
      const own = tightnessOf(expression.operator)
      const chains = own !== comparison
      return `${within(expression.left, chains ? own : own + 1)} ${expression.operator} ${within(expression.right, own + 1)}`
    }
    case 'range': {
      const own = tightnessOf('..')
      return `${within(expression.start, own + 1)}..${within(expression.end, own + 1)}`
    }
    case 'for_expression':
      return `for ${expression.variable.name} in ${printHead(expression.over)} ${printBlock(expression.body)}`
    case 'each':
      return `each ${expression.variable.name} in ${printHead(expression.keys)} ${printBlock(expression.body)}`
    case 'if_expression':
      return printIf(expression)
    case 'else':
      return `${printExpression(expression.value)} else ${expression.otherwise}`
    case 'renamed':
      return `${printExpression(expression.value)} renamed from ${expression.from.name}`
    case 'invalid':
      return '?'
  }
}

const within = (expression: Expression, least: number): string =>
  tightness(expression) < least ? `(${printExpression(expression)})` : printExpression(expression)

/** What stands between `in` or `if` and a body: anything but the loosest forms. */
const printHead = (expression: Expression): string => within(expression, loosest + 1)

const printArgument = ({ name, value }: Argument): string =>
  name === undefined ? printExpression(value) : `${name.name}: ${printExpression(value)}`

/** The escapes that the language has; other control characters by their number. */
export function printString(value: string): string {
  const named: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
  const escaped = value.replace(
    /["\\\p{Cc}\u2028\u2029]/gu,
    (character) => named[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
  return `"${escaped}"`
}

function printIf({ condition, then, else: otherwise }: IfExpression | IfStatement): string {
  const head = `if ${printHead(condition)} ${printBlock(then)}`
  if (otherwise === undefined) return head
  return `${head} else ${otherwise.kind === 'block' ? printBlock(otherwise) : printIf(otherwise)}`
}

/** `{ a }` on one line where it holds one item. */
export const printBlock = ({ statements }: Block): string =>
  statements.length === 0 ? '{ }' : `{ ${statements.map(printStatement).join('\n')} }`

export function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'let':
    case 'var': {
      const word = statement.kind === 'let' && statement.exported ? 'export let' : statement.kind
      const type = statement.type === undefined ? '' : `: ${printType(statement.type)}`
      return `${word} ${statement.name.name}${type} = ${printExpression(statement.value)}`
    }
    case 'assign':
      return `${statement.name.name} = ${printExpression(statement.value)}`
    case 'param': {
      const initial = statement.initial === undefined ? '' : ` = ${printExpression(statement.initial)}`
      return `param ${statement.name.name}: ${printType(statement.type)}${initial}`
    }
    case 'predict': {
      const { value } = statement
      return `${printPredicted(statement)} ${value.kind === 'block' ? printBlock(value) : `= ${printExpression(value)}`}`
    }
    case 'return':
      return `return ${printExpression(statement.value)}`
    case 'require':
      return `require ${printExpression(statement.condition)}, ${printExpression(statement.message)}`
    case 'for':
      return printExpression(statement.loop)
    case 'if':
      return printIf(statement)
    case 'expression':
      return printExpression(statement.value)
  }
}

/** A type's canonical text. */
export function printType(type: TypeNode): string {
  switch (type.kind) {
    case 'tensor':
      return `[${[...(type.leading ? ['...'] : []), ...type.dimensions.map(printExpression)].join(', ')}]`
    case 'sequence':
      return `list<[${type.element.map(printExpression).join(', ')}], ${printExpression(type.length)}>`
    case 'constant':
      return type.of
    case 'choice':
      return `one of ${type.choices.map(({ name }) => name).join(', ')}${type.module === undefined ? '' : ` or ${printType(type.module)}`}`
    case 'module': {
      const parameters = type.parameters === undefined ? '' : `(${type.parameters.map(printType).join(', ')})`
      return `module${parameters}${type.result === undefined ? '' : ` -> ${printType(type.result)}`}`
    }
    case 'constants':
      return `list<${type.of}>`
    case 'keyed':
      return `per ${printExpression(type.keys)} ${printType(type.of)}`
    case 'leveled':
      return `${printType(type.of)} at ${type.level.name}`
    case 'invalid':
      return '?'
  }
}

/** `predict click on search`: what stands before the value. */
export const printPredicted = ({ task, surfaces }: PredictStatement): string =>
  `predict ${task.name}${surfaces === undefined ? '' : ` on ${surfaces.map(({ name }) => name).join(', ')}`}`
