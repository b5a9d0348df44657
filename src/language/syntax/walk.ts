import type { Block, Expression, Statement } from './ast.ts'

/** An expression's direct parts, in source order; a body's are those of its statements. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
      return expression.items
    case 'call':
      return expression.arguments.map((argument) => argument.value)
    case 'index':
      return [expression.value, expression.index]
    case 'member':
    case 'else':
    case 'renamed':
      return [expression.value]
    case 'unary':
      return [expression.operand]
    case 'binary':
      return [expression.left, expression.right]
    case 'range':
      return [expression.start, expression.end]
    case 'for_expression':
      return [expression.over, ...expressionsOf(expression.body)]
    case 'each':
      return [expression.keys, ...expressionsOf(expression.body)]
    case 'if_expression': {
      const otherwise = expression.else
      const rest = otherwise === undefined ? [] : otherwise.kind === 'block' ? expressionsOf(otherwise) : [otherwise]
      return [expression.condition, ...expressionsOf(expression.then), ...rest]
    }
    default:
      return []
  }
}

/** The outermost expressions of a block, in source order. */
export const expressionsOf = (block: Block): readonly Expression[] => block.statements.flatMap(expressionsOfStatement)

function expressionsOfStatement(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'param':
      return statement.initial === undefined ? [] : [statement.initial]
    case 'predict':
      return statement.value.kind === 'block' ? expressionsOf(statement.value) : [statement.value]
    case 'require':
      return [statement.condition]
    case 'for':
      return [statement.loop]
    case 'if': {
      const otherwise = statement.else
      const rest =
        otherwise === undefined
          ? []
          : otherwise.kind === 'block'
            ? expressionsOf(otherwise)
            : expressionsOfStatement(otherwise)
      return [statement.condition, ...expressionsOf(statement.then), ...rest]
    }
    default:
      return [statement.value]
  }
}

/** Visits an expression and all inside it, outer before inner, in source order; `false` leaves out what is inside. */
export function walkExpressions(root: Expression | Block, visit: (expression: Expression) => unknown): void {
  if (root.kind === 'block') {
    for (const expression of expressionsOf(root)) walkExpressions(expression, visit)
    return
  }
  if (visit(root) === false) return
  for (const part of partsOf(root)) walkExpressions(part, visit)
}

/** Visits a block's statements and those of the bodies in them, of loops and branches in expressions too. */
export function walkStatements(root: Block, visit: (statement: Statement) => void): void {
  for (const statement of root.statements) {
    visit(statement)
    for (const body of bodiesOf(statement)) walkStatements(body, visit)
  }
}

function bodiesOf(statement: Statement): readonly Block[] {
  if (statement.kind === 'if') {
    const { then, else: otherwise } = statement
    const rest = otherwise === undefined ? [] : otherwise.kind === 'block' ? [otherwise] : bodiesOf(otherwise)
    return [...bodiesIn([statement.condition]), then, ...rest]
  }
  if (statement.kind === 'predict' && statement.value.kind === 'block') return [statement.value]
  return bodiesIn(expressionsOfStatement(statement))
}

/** The outermost bodies in some expressions. */
function bodiesIn(expressions: readonly Expression[]): readonly Block[] {
  return expressions.flatMap((expression): readonly Block[] => {
    switch (expression.kind) {
      case 'for_expression':
        return [...bodiesIn([expression.over]), expression.body]
      case 'each':
        return [...bodiesIn([expression.keys]), expression.body]
      case 'if_expression': {
        const { condition, then, else: otherwise } = expression
        const rest = otherwise === undefined ? [] : otherwise.kind === 'block' ? [otherwise] : bodiesIn([otherwise])
        return [...bodiesIn([condition]), then, ...rest]
      }
      default:
        return bodiesIn(partsOf(expression))
    }
  })
}
