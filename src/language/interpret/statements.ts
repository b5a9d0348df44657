import { replaceWith } from '../resolve/extras.ts'
import type {
  AssignStatement,
  Block,
  ForExpression,
  Identifier,
  IfExpression,
  IfStatement,
  LetStatement,
  Statement,
  VarStatement,
} from '../syntax/ast.ts'
import { fitType } from './declared-type.ts'
import { checkExists } from './existence.ts'
import type { Interpreter } from './interpreter.ts'
import { iterations } from './iterations.ts'
import { declareParameter } from './parameter.ts'
import { holds } from './require.ts'
import type { Scope } from './scope.ts'
import type { Site } from './site.ts'
import { describe, poison, type Value } from './values.ts'

/** The result of running a block: the value of its `return`, or of the bare expression that is its last item. */
export interface Outcome {
  readonly returned?: Value
  readonly last?: Value
}

/** Runs the items of a block in `site.scope`. A `predict` is the caller's to handle. */
export function runBlock(
  interpreter: Interpreter,
  block: Block,
  site: Site,
  predict?: (statement: Extract<Statement, { readonly kind: 'predict' }>) => void,
): Outcome {
  for (const [i, statement] of block.statements.entries()) {
    const isLast = i === block.statements.length - 1
    switch (statement.kind) {
      case 'let':
      case 'var':
        declare(interpreter, statement, site.scope)
        break
      case 'assign':
        assign(interpreter, statement, site.scope)
        break
      case 'param':
        declareParameter(interpreter, statement, site.scope)
        break
      case 'predict':
        if (predict) predict(statement)
        else misplaced(interpreter, 'predict', statement, site.scope)
        break
      case 'require':
        if (holds(interpreter, statement, site.scope)) break
        if (!site.scope.options.strict) return { returned: poison }
        return runUnreported(interpreter, { ...block, statements: block.statements.slice(i + 1) }, site, predict)
      case 'return':
        return { returned: interpreter.evaluate(statement.value, { ...site, whole: true }) }
      case 'for': {
        const outcome = runFor(interpreter, statement.loop, site)
        if (outcome.returned !== undefined) return outcome
        break
      }
      case 'if': {
        const outcome = runIf(interpreter, statement, site)
        if (outcome.returned !== undefined || isLast) return outcome
        break
      }
      case 'expression': {
        const value = interpreter.evaluate(statement.value, { ...site, whole: true })
        if (isLast) return { last: value }
        interpreter.report('CTR2023', statement.span, {
          what: 'an expression whose value is not used',
          place: site.scope.place,
          expected: 'name it with let',
        })
      }
    }
  }
  return {}
}

/**
 * What follows a `require` that does not hold, in a trunk, a branch or a tower: its names and predictions are there for the parts below, and
 * what is wrong about them may come of what was not met, so that none of it is reported.
 */
const runUnreported = (
  interpreter: Interpreter,
  rest: Block,
  site: Site,
  predict: Parameters<typeof runBlock>[3],
): Outcome => interpreter.capture(() => runBlock(interpreter, rest, site, predict)).result

/** A block inside another: a module's body, a loop's, an arm's. */
export const runInner = (interpreter: Interpreter, block: Block, site: Site): Outcome =>
  interpreter.deeper(block.span, () => runBlock(interpreter, block, site)) ?? { last: poison }

/** The value of a `for`, `each` or `if` body: its last item. Runs in a scope of its own under `site.path`. */
export function runBody(interpreter: Interpreter, block: Block, site: Site): Value | undefined {
  const scope = site.scope.inner({ path: site.path })
  const outcome = runInner(interpreter, block, { ...site, scope })
  return outcome.returned ?? outcome.last
}

function declare(interpreter: Interpreter, statement: LetStatement | VarStatement, scope: Scope): void {
  const name = statement.name.name
  const twin = scope.own(name)
  if (twin !== undefined) {
    interpreter.report(
      'CTR3024',
      statement.name.span,
      { name },
      { related: [{ message: 'the first is here', span: twin.span }] },
    )
    return
  }
  const path = scope.path === '' ? name : `${scope.path}.${name}`
  const evaluate = (): Value => {
    const value = interpreter.evaluate(statement.value, { scope, path, whole: true })
    const typed =
      statement.type === undefined
        ? value
        : fitType(interpreter, value, statement.type, scope, `'${name}'`, statement.value.span)
    return scope.options.strict ? checkExists(interpreter, typed, statement, scope) : typed
  }
  const bind = (value: Value): void =>
    scope.bind({
      name,
      value,
      span: statement.span,
      mutable: statement.kind === 'var',
      exported: statement.kind === 'let' && statement.exported,
      kind: statement.kind,
    })
  if (!scope.options.lazy) {
    bind(evaluate())
    return
  }
  const { result, diagnostics } = interpreter.capture(evaluate)
  bind(diagnostics.length === 0 ? result : { kind: 'poison', deferred: diagnostics })
}

function assign(interpreter: Interpreter, { name, value, span }: AssignStatement, scope: Scope): void {
  const binding = scope.find(name.name)
  const path = scope.path === '' ? name.name : `${scope.path}.${name.name}`
  const next = interpreter.evaluate(value, { scope, path, whole: true })
  if (binding === undefined) {
    reportUnknownVariable(interpreter, name, scope)
    // One error for the name: what reads it further down is checked as if it had been declared.
    scope.bind({ name: name.name, value: next, span, mutable: true, exported: false, kind: 'var' })
  } else if (!binding.mutable) {
    interpreter.report(
      'CTR3022',
      span,
      { name: name.name },
      { related: [{ message: 'declared here', span: binding.span }] },
    )
  } else {
    binding.value = next
  }
}

/** A variable near it was probably meant; where there is none, a new name. */
function reportUnknownVariable(interpreter: Interpreter, { name, span }: Identifier, scope: Scope): void {
  // One that cannot change was not meant.
  const near = interpreter.near(name, () => [...scope.inSight].filter((each) => scope.find(each)?.mutable))
  if (near !== undefined) {
    interpreter.report('CTR1501', span, { kind: 'variable', name, near }, { fixes: replaceWith(span, near) })
    return
  }
  const edits = [{ span: { ...span, end: span.start }, text: 'let ' }]
  interpreter.report('CTR2044', span, { name }, { fixes: [{ kind: 'spelling', title: `write 'let ${name}'`, edits }] })
}

function runFor(interpreter: Interpreter, loop: ForExpression, site: Site): Outcome {
  for (const scope of iterations(interpreter, loop, site)?.scopes ?? []) {
    const outcome = runInner(interpreter, loop.body, { scope, path: scope.path, whole: true })
    if (outcome.returned !== undefined) return outcome
  }
  return {}
}

/** The arm that a compile-time condition chooses. */
function runIf(interpreter: Interpreter, statement: IfStatement | IfExpression, site: Site): Outcome {
  const condition = interpreter.evaluate(statement.condition, { ...site, whole: false })
  if (condition.kind === 'poison') {
    if (interpreter.isAlone) runBothArms(interpreter, statement, site)
    return { last: poison }
  }
  if (condition.kind !== 'bool') {
    interpreter.report('CTR3020', statement.condition.span, {
      what: 'the condition of an if',
      found: `${describe(condition)}; where(condition, a, b) selects per row`,
    })
    return { last: poison }
  }
  const arm = condition.value ? statement.then : statement.else
  if (arm === undefined) return {}
  if (arm.kind !== 'block') return runIf(interpreter, arm, site)
  return runInner(interpreter, arm, { ...site, scope: site.scope.inner() })
}

function runBothArms(
  interpreter: Interpreter,
  { then, else: otherwise }: IfStatement | IfExpression,
  site: Site,
): void {
  runInner(interpreter, then, { ...site, scope: site.scope.inner() })
  if (otherwise?.kind === 'block') runInner(interpreter, otherwise, { ...site, scope: site.scope.inner() })
  else if (otherwise !== undefined) runIf(interpreter, otherwise, site)
}

export function evaluateIfExpression(interpreter: Interpreter, expression: IfExpression, site: Site): Value {
  const outcome = runIf(interpreter, expression, site)
  const value = outcome.returned ?? outcome.last
  if (value !== undefined) return value
  interpreter.report('CTR3021', expression.span, { what: 'this if' })
  return poison
}

function misplaced(interpreter: Interpreter, what: string, { span }: Statement, scope: Scope): void {
  interpreter.report('CTR2023', span, {
    what: `'${what}'`,
    place: scope.place,
    expected: 'it belongs in a trunk, a branch or a tower',
  })
}
