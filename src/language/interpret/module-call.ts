import type { Span } from '../../diagnostics/diagnostic.ts'
import type { Module } from '../program.ts'
import type { Argument, CallExpression, Expression, ModuleParameter } from '../syntax/ast.ts'
import { bindArguments } from './arguments.ts'
import { reportNoChoice } from './choices.ts'
import { fitType, misfitOf, showType } from './declared-type.ts'
import type { Interpreter } from './interpreter.ts'
import { evaluateKeys } from './key-words.ts'
import { declaredHere } from './lift.ts'
import { heldModule, moduleMisfit, modulePassed } from './module-arguments.ts'
import { reportRecord } from './record-value.ts'
import { Scope } from './scope.ts'
import { nested, type Site } from './site.ts'
import { runInner } from './statements.ts'
import { reportUnread } from './unread.ts'
import { levelsOf, sourcesIn, withStep } from './value-parts.ts'
import { type Keyed, poison, rawFinding, type Value } from './values.ts'
import { widthsOf } from './widths.ts'

/**
 * Walks a module's body with its arguments bound. It takes the name of the place whose whole value it is, or, nested, of its
 * module within that place; it runs on its caller's surfaces.
 */
export function callModule(
  interpreter: Interpreter,
  module: Module,
  call: CallExpression,
  site: Site,
  /** The argument that passed the module, where a parameter is called. */
  passed?: Span,
): Value {
  const { declaration } = module
  const path = site.whole ? site.path : `${site.path}.${module.name}`
  if (interpreter.isEndless(module.name, module.file, passed)) {
    interpreter.report('CTR3023', call.span, {
      module: module.name,
      way: [...interpreter.way, module.name].join(' -> '),
    })
    return poison
  }
  const bound = bindArguments(
    interpreter,
    call,
    declaration.parameters.map((parameter) => ({
      name: parameter.name.name,
      required: parameter.default === undefined,
      type: typeWords(parameter),
      span: parameter.name.span,
    })),
  )
  if (bound === undefined) return poison
  const scope = new Scope({
    surfaces: site.scope.surfaces,
    path,
    file: module.file,
    place: `module '${module.name}'`,
    task: site.scope.task,
    strict: false,
    lazy: false,
  })
  const dimensions = declaration.dimensions.map((dimension) => dimension.name)
  let fits = true
  for (const parameter of declaration.parameters) {
    const argument = bound.get(parameter.name.name)
    const value = argumentValue(interpreter, parameter, argument?.value, scope, site)
    const place = { span: argument?.span ?? call.span, isGiven: argument !== undefined }
    const holds = bind(interpreter, module, parameter, value, place, scope, dimensions)
    fits = holds && fits
  }
  if (!fits) return poison
  const entries = interpreter.isPerKey ? undefined : firstWithEntries(declaration.parameters, bound, scope)
  const parametersBefore = interpreter.parameterCount
  const frame = { module: module.name, file: module.file, call: call.span, passed, isPerKey: entries !== undefined }
  const result = interpreter.inFrame(frame, (): Value => {
    const outcome = runInner(interpreter, declaration.body, { scope, path, whole: true })
    const value = outcome.returned ?? outcome.last
    if (value === undefined) {
      interpreter.report('CTR3021', declaration.name.span, { what: `module '${module.name}'` })
      return poison
    }
    return declaration.result === undefined
      ? value
      : fitType(interpreter, value, declaration.result, scope, `module '${module.name}'`, declaration.result.span)
  })
  // Ops without parameters keep the key; a module's parameters would be shared by entries that are meant to differ.
  if (entries !== undefined && interpreter.parameterCount > parametersBefore) {
    reportUnread(interpreter, entries.value, site.scope, entries.span, entries.span)
    return poison
  }
  return withStep(result, { message: `returned by '${module.name}', called here`, span: call.span })
}

/** The first argument that has one entry per key where one value is expected. */
function firstWithEntries(
  parameters: readonly ModuleParameter[],
  bound: ReadonlyMap<string, Argument>,
  scope: Scope,
): { readonly value: Keyed; readonly span: Span } | undefined {
  for (const { name, type } of parameters) {
    const value = scope.own(name.name)?.value
    const argument = bound.get(name.name)
    if (value?.kind === 'keyed' && type.kind !== 'keyed' && argument !== undefined)
      return { value, span: argument.value.span }
  }
  return undefined
}

function argumentValue(
  interpreter: Interpreter,
  parameter: ModuleParameter,
  argument: Expression | undefined,
  scope: Scope,
  site: Site,
): Value {
  const { type } = parameter
  const wantsName =
    (type.kind === 'choice' && type.module === undefined) || (type.kind === 'constant' && type.of === 'name')
  const expression = argument ?? parameter.default
  if (expression === undefined) return poison
  const where: Site = argument === undefined ? { scope, path: scope.path, whole: false } : nested(site)
  if (type.kind === 'constant' && type.of === 'keys') return evaluateKeys(interpreter, expression, where)
  const taken = modulePassed(interpreter, type, expression, where, scope.file)
  if (taken !== undefined) return taken
  if (wantsName && expression.kind === 'name' && where.scope.find(expression.name) === undefined) {
    return { kind: 'name', value: expression.name }
  }
  return interpreter.evaluate(expression, where)
}

function bind(
  interpreter: Interpreter,
  module: Module,
  parameter: ModuleParameter,
  value: Value,
  { span, isGiven }: { readonly span: Span; readonly isGiven: boolean },
  scope: Scope,
  dimensions: readonly string[],
): boolean {
  const name = parameter.name.name
  // Keys of tasks are none where nothing is predicted, which is reported (CTR2010).
  if (value.kind === 'poison' || (value.kind === 'keyed' && value.entries.size === 0)) return false
  if (value.kind === 'module') {
    const misfit = moduleMisfit(value, parameter.type)
    if (misfit === undefined) {
      const held = heldModule(interpreter, value, parameter, scope, dimensions)
      scope.bind({ name, value: held, span: parameter.span, mutable: false, exported: false, kind: 'argument' })
      return true
    }
    const expected = showType(interpreter, parameter.type, scope)
    interpreter.report('CTR3013', span, { callee: module.name, name, found: misfit, expected })
    return false
  }
  if (parameter.type.kind === 'choice' && (value.kind === 'name' || value.kind === 'string')) {
    const choices = parameter.type.choices.map((choice) => choice.name)
    if (!choices.includes(value.value)) {
      reportNoChoice(interpreter, name, value.value, choices, isGiven ? span : (parameter.default?.span ?? span))
      return false
    }
    const chosen = { kind: 'name', value: value.value, choices } as const
    scope.bind({ name, value: chosen, span: parameter.span, mutable: false, exported: false, kind: 'argument' })
    return true
  }
  const misfit = misfitOf(interpreter, value, parameter.type, scope, dimensions)
  if (misfit !== undefined) {
    if (value.kind === 'record') reportRecord(interpreter, value)
    else if (value.kind === 'raw') {
      interpreter.report('CTR2012', value.span, rawFinding(value.feature), {
        related: [declaredHere(value.feature)],
      })
    } else {
      interpreter.report(
        'CTR3013',
        span,
        { callee: module.name, name, found: misfit, expected: showType(interpreter, parameter.type, scope) },
        {
          related: [
            ...(module.file.startsWith('ctr:')
              ? []
              : [{ message: `'${name}' is declared here`, span: parameter.span }]),
            ...widthsOf(interpreter, [...scope.bindings.map((each) => each.value), value]),
          ],
        },
      )
    }
    return false
  }
  if (!levelHolds(interpreter, module, parameter, value, span)) return false
  scope.bind({ name, value, span: parameter.span, mutable: false, exported: false, kind: 'argument' })
  return true
}

/** `x: [N] at user` takes what is at that level or coarser (CTR2003). */
function levelHolds(
  interpreter: Interpreter,
  module: Module,
  parameter: ModuleParameter,
  value: Value,
  span: Span,
): boolean {
  if (parameter.type.kind !== 'leveled') return true
  const demanded = parameter.type.level.name
  const { levels } = interpreter.program
  if (!levels.names.includes(demanded)) return true // a rule of its own reports it where it is written
  const isFiner = (level: string): boolean => !levels.isCoarserOrEqual(level, demanded)
  const found = levelsOf(value).find(isFiner)
  if (found === undefined) return true
  const finer = sourcesIn(value).all.filter((source) => isFiner(source.level))
  interpreter.report(
    'CTR2003',
    span,
    { parameter: parameter.name.name, module: module.name, demanded, found },
    {
      related: finer.flatMap((source) => [
        { message: `'${source.feature}' is a feature of ${source.level}`, span: source.declared },
        ...source.trail,
      ]),
    },
  )
  return false
}

const typeWords = ({ type }: ModuleParameter): string => {
  switch (type.kind) {
    case 'choice':
      return 'name'
    case 'module':
      return 'module'
    case 'constant':
    case 'constants':
      return type.kind === 'constants' ? `list<${type.of}>` : type.of
    case 'sequence':
      return 'a sequence'
    default:
      return 'a value'
  }
}
