import type { CallExpression } from '../../syntax/ast.ts'
import type { Interpreter } from '../interpreter.ts'
import type { OpSite } from '../site.ts'
import type { Value } from '../values.ts'

/** A built-in of the language: emits one op or a few. Errors are reported to the interpreter, and the value is poison. */
export type Builtin = (interpreter: Interpreter, call: CallExpression, site: OpSite) => Value
