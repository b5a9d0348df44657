import type { Block, Expression, IfExpression, IfStatement, SourceFile, Statement } from '../syntax/ast.ts'

/** Statements of a block and of the blocks within it, in their order. */
export function* statementsOf(block: Block): Generator<Statement> {
  for (const statement of block.statements) {
    yield statement
    yield* statementsWithin(statement)
  }
}

function* statementsWithin(statement: Statement): Generator<Statement> {
  if (statement.kind === 'for') yield* statementsOf(statement.loop.body)
  if (statement.kind === 'predict' && statement.value.kind === 'block') yield* statementsOf(statement.value)
  if (statement.kind === 'if') {
    yield* statementsOf(statement.then)
    const otherwise: Block | IfStatement | undefined = statement.else
    if (otherwise?.kind === 'block') yield* statementsOf(otherwise)
    else if (otherwise !== undefined) {
      yield otherwise
      yield* statementsWithin(otherwise)
    }
  }
}

/** Every expression of a file's code: modules, trunks, branches and towers. Outer ones before those within them. */
export function* expressionsOf(file: SourceFile): Generator<Expression> {
  for (const item of file.items) {
    if (item.kind === 'model' && item.trunk !== undefined) yield* expressionsIn(item.trunk)
    if (item.kind === 'module' || item.kind === 'branch' || item.kind === 'tower') yield* expressionsIn(item.body)
  }
}

/** Every expression of a block. */
export function* expressionsIn(block: Block): Generator<Expression> {
  for (const statement of statementsOf(block)) {
    switch (statement.kind) {
      case 'param':
        if (statement.initial !== undefined) yield* within(statement.initial)
        break
      case 'predict':
        if (statement.value.kind !== 'block') yield* within(statement.value)
        break
      case 'for':
        yield* within(statement.loop.over)
        break
      case 'if':
        yield* within(statement.condition)
        break
      default:
        yield* within(statement.value)
    }
  }
}

/** An expression and all that stands in it. */
export function* within(expression: Expression): Generator<Expression> {
  yield expression
  switch (expression.kind) {
    case 'list':
      for (const item of expression.items) yield* within(item)
      break
    case 'call':
      for (const argument of expression.arguments) yield* within(argument.value)
      break
    case 'index':
      yield* within(expression.value)
      yield* within(expression.index)
      break
    case 'member':
      yield* within(expression.value)
      break
    case 'unary':
      yield* within(expression.operand)
      break
    case 'binary':
      yield* within(expression.left)
      yield* within(expression.right)
      break
    case 'range':
      yield* within(expression.start)
      yield* within(expression.end)
      break
    case 'for_expression':
      yield* within(expression.over)
      yield* expressionsIn(expression.body)
      break
    case 'each':
      yield* within(expression.keys)
      yield* expressionsIn(expression.body)
      break
    case 'if_expression':
      yield* withinIf(expression)
      break
    case 'else':
    case 'renamed':
      yield* within(expression.value)
      break
    default:
      break
  }
}

function* withinIf({ condition, then, else: otherwise }: IfExpression): Generator<Expression> {
  yield* within(condition)
  yield* expressionsIn(then)
  if (otherwise?.kind === 'block') yield* expressionsIn(otherwise)
  else if (otherwise !== undefined) yield* within(otherwise)
}
