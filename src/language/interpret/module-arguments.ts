import type { Span } from '../../diagnostics/diagnostic.ts'
import type { Expression, ModuleParameter, ModuleTypeNode, NameExpression, TypeNode } from '../syntax/ast.ts'
import { builtins } from './builtins/table.ts'
import { misfitOf, showType } from './declared-type.ts'
import type { Interpreter } from './interpreter.ts'
import type { Scope } from './scope.ts'
import type { Site } from './site.ts'
import { exportedElsewhere, reportNoModule } from './unknown-module.ts'
import { type ModuleValue, poison, type Value } from './values.ts'

/**
 * What an argument passes where its parameter takes a module: a module that the caller's file sees, a built-in, or a parameter that holds one.
 * Where names may be written too, `one of relu, none or module`, those that `file` of the parameter knows as modules are these, the others names.
 * Undefined where the argument is no name of such a thing, and for a name that is in sight as a value.
 */
export function modulePassed(
  interpreter: Interpreter,
  type: TypeNode,
  expression: Expression,
  site: Site,
  file: string,
): Value | undefined {
  const wanted = moduleTypeOf(type)
  const word = wordOf(expression, type)
  if (wanted === undefined || word === undefined || site.scope.find(word.name) !== undefined) return undefined
  const choices = type.kind === 'choice' ? type.choices.map(({ name }) => name) : undefined
  if (choices?.includes(word.name)) {
    const module = moduleNamed(interpreter, word, file)
    return module === undefined ? { kind: 'name', value: word.name, choices } : { ...module, choices }
  }
  // The file that it stands in: a trunk of a variant has statements of several. What is given for a setting stands in none.
  const own = interpreter.program.files.has(word.span.file) ? word.span.file : site.scope.file
  const module = moduleNamed(interpreter, word, own)
  if (module !== undefined) return choices === undefined ? module : { ...module, choices }
  const isElsewhere = exportedElsewhere(interpreter.program, word.name, own) !== undefined
  if (choices !== undefined && !isElsewhere) return { kind: 'name', value: word.name }
  reportNoModule(interpreter, word, own)
  return poison
}

/** A choice may stand in quotes: `activation: "relu"`. */
function wordOf(expression: Expression, { kind }: TypeNode): NameExpression | undefined {
  if (expression.kind === 'name') return expression
  return expression.kind === 'string' && kind === 'choice'
    ? { kind: 'name', name: expression.value, span: expression.span }
    : undefined
}

const moduleTypeOf = (type: TypeNode): ModuleTypeNode | undefined =>
  type.kind === 'module' ? type : type.kind === 'choice' ? type.module : undefined

function moduleNamed(interpreter: Interpreter, { name, span }: NameExpression, file: string): ModuleValue | undefined {
  if (builtins.has(name)) return { kind: 'module', name, module: undefined, passed: span }
  const module = interpreter.program.modulesOf.get(file)?.get(name)
  return module && { kind: 'module', name, module, passed: span }
}

/** Why a module is none that its parameter can hold, in words: not a module's parameter, or not called with so many values. */
export function moduleMisfit({ name, module, choices }: ModuleValue, type: TypeNode): string | undefined {
  const wanted = moduleTypeOf(type)
  if (wanted === undefined) {
    const isChoice = type.kind === 'choice' && choices !== undefined && type.choices.some((each) => each.name === name)
    return isChoice ? undefined : `the module '${name}'`
  }
  if (wanted.parameters === undefined || module === undefined) return undefined
  const { parameters } = module.declaration
  const needed = parameters.filter((each) => each.default === undefined).length
  const given = wanted.parameters.length
  if (given > parameters.length) return `the module '${name}', which takes ${counted(parameters.length)}`
  return given < needed ? `the module '${name}', which needs ${counted(needed)}` : undefined
}

const counted = (arguments_: number): string => `${arguments_} argument${arguments_ === 1 ? '' : 's'}`

/** The module as its parameter holds it: calls are checked against the parameter's type, and the first finds the dimensions that it names. */
export function heldModule(
  interpreter: Interpreter,
  value: ModuleValue,
  { name, type }: ModuleParameter,
  scope: Scope,
  dimensions: readonly string[],
): ModuleValue {
  const { parameters, result } = moduleTypeOf(type) ?? {}
  if (parameters === undefined) return value
  const what = `'${value.name}' as '${name.name}'`
  const fit = (given: Value, span: Span): Value => {
    const misfit =
      result === undefined || given.kind === 'poison'
        ? undefined
        : misfitOf(interpreter, given, result, scope, dimensions)
    if (misfit === undefined || result === undefined) return given
    interpreter.report('CTR3015', span, { what, found: misfit, expected: showType(interpreter, result, scope) })
    return poison
  }
  return { ...value, signature: { count: parameters.length, fit } }
}
