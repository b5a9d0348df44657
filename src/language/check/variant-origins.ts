import type { Diagnostic, Related, Span } from '../../diagnostics/diagnostic.ts'
import type { Model } from '../program.ts'
import type { Block, Expression, LetStatement, ParamStatement, VarStatement } from '../syntax/ast.ts'
import { walkExpressions, walkStatements } from '../syntax/walk.ts'

type Named = LetStatement | VarStatement | ParamStatement

/**
 * Diagnostics of a variant that stand in lines of its base show which statements of the variant the line reads, directly or through others:
 * the line itself was right before.
 */
export function withVariantOrigins(model: Model, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const { base, span: own } = model.declaration
  if (base === undefined || found.length === 0) return found
  const bodies = [
    model.trunk ?? [],
    ...[...model.branches, ...model.towers].map(({ declaration }) => declaration.body),
  ].flat()
  const declared = statementsByName(bodies)
  return found.map((each) => {
    const { span } = each
    if (span === undefined || isWithin(span, own)) return each
    const origins = reached(declared, namesAt(bodies, span)).filter((statement) => isWithin(statement.span, own))
    return { ...each, related: [...each.related, ...origins.map(relatedTo)] }
  })
}

const relatedTo = ({ name }: Named): Related => ({ message: `'${name.name}' of the variant`, span: name.span })

const isWithin = (inner: Span, outer: Span): boolean =>
  inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end

function statementsByName(bodies: readonly Block[]): ReadonlyMap<string, readonly Named[]> {
  const byName = new Map<string, Named[]>()
  for (const body of bodies)
    walkStatements(body, (statement) => {
      if (statement.kind !== 'let' && statement.kind !== 'var' && statement.kind !== 'param') return
      const { name } = statement.name
      byName.set(name, [...(byName.get(name) ?? []), statement])
    })
  return byName
}

function namesAt(bodies: readonly Block[], span: Span): readonly string[] {
  const names: string[] = []
  for (const body of bodies)
    walkExpressions(body, (expression) => {
      if (expression.kind === 'name' && isWithin(expression.span, span)) names.push(expression.name)
    })
  return names
}

function reached(declared: ReadonlyMap<string, readonly Named[]>, names: readonly string[]): readonly Named[] {
  const seen = new Set<Named>()
  const left = [...names]
  for (let name = left.pop(); name !== undefined; name = left.pop())
    for (const statement of declared.get(name) ?? []) {
      if (seen.has(statement)) continue
      seen.add(statement)
      const value: Expression | undefined = statement.kind === 'param' ? statement.initial : statement.value
      if (value !== undefined)
        walkExpressions(value, (expression) => {
          if (expression.kind === 'name') left.push(expression.name)
        })
    }
  return [...seen]
}
