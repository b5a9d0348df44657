import type { Statement } from '../syntax/ast.ts'
import { printPredicted, printType } from '../syntax/print.ts'
import type { Key } from './columns.ts'

/** What stands before the `=` of a statement, or before the `:` of a parameter. Undefined where there is none. */
export function statementHead(statement: Statement): string | undefined {
  switch (statement.kind) {
    case 'let':
    case 'var': {
      const word = statement.kind === 'let' && statement.exported ? 'export let' : statement.kind
      const type = statement.type === undefined ? '' : `: ${printType(statement.type)}`
      return `${word} ${statement.name.name}${type}`
    }
    case 'assign':
      return statement.name.name
    case 'param':
      return `param ${statement.name.name}`
    case 'predict':
      return statement.value.kind === 'block' ? undefined : printPredicted(statement)
    case 'return':
    case 'require':
    case 'for':
    case 'if':
    case 'expression':
      return undefined
  }
}

/** `let` and `var` share a column; others stand with their own kind. */
export function statementKey(statement: Statement): Key | undefined {
  const head = statementHead(statement)
  if (head === undefined) return undefined
  return { kind: statement.kind === 'var' ? 'let' : statement.kind, width: head.length }
}
