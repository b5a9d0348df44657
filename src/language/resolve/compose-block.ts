import type { Report } from '../../diagnostics/report.ts'
import type { Block, Identifier, Statement } from '../syntax/ast.ts'
import { related } from './extras.ts'

/**
 * A variant's block over its base's: a statement takes the place of the base's of its name, new ones stand before the next one that is named in
 * the base, else at the end. What the base exports stays exported. Errors: CTR1583 a `var` of the base, CTR1584 a statement of another kind.
 */
export function composeBlock(report: Report, base: Block, own: Block): Block {
  const places = new Map(base.statements.flatMap((each, at) => (named(each) === undefined ? [] : [[keyOf(each), at]])))
  const replaced = new Map<number, Statement>()
  const before = new Map<number, Statement[]>()
  let fresh: Statement[] = []
  for (const statement of own.statements) {
    const at = places.get(keyOf(statement))
    const earlier = at === undefined ? undefined : base.statements[at]
    if (at === undefined || earlier === undefined || replaced.has(at)) {
      fresh.push(statement)
      continue
    }
    if (!mayReplace(report, earlier, statement)) continue
    replaced.set(at, inPlaceOf(earlier, statement))
    before.set(at, fresh)
    fresh = []
  }
  const statements = base.statements.flatMap((each, at) => [...(before.get(at) ?? []), replaced.get(at) ?? each])
  return { ...base, statements: [...statements, ...fresh], span: own.span }
}

/** What a statement names: a value, or the task that it predicts. */
function named(statement: Statement): { readonly name: Identifier; readonly what: string } | undefined {
  switch (statement.kind) {
    case 'let':
    case 'var':
    case 'param':
      return { name: statement.name, what: `'${statement.kind}'` }
    case 'predict':
      return { name: statement.task, what: "'predict'" }
    default:
      return undefined
  }
}

const keyOf = (statement: Statement): string =>
  `${statement.kind === 'predict' ? 'predict' : 'value'} ${named(statement)?.name.name}`

function mayReplace(report: Report, earlier: Statement, statement: Statement): boolean {
  const [before, after] = [named(earlier), named(statement)]
  if (before === undefined || after === undefined) return true
  const extras = { related: related('declared here', before.name.span) }
  const { name } = after.name
  if (earlier.kind === 'var') report('CTR1583', after.name.span, { name }, extras)
  else if (earlier.kind !== statement.kind)
    report('CTR1584', after.name.span, { name, base: before.what, found: after.what }, extras)
  else return true
  return false
}

const inPlaceOf = (earlier: Statement, statement: Statement): Statement =>
  earlier.kind === 'let' && statement.kind === 'let'
    ? { ...statement, exported: statement.exported || earlier.exported }
    : statement
