import type { Span } from '../../diagnostics/diagnostic.ts'
import type { Dataset } from '../program.ts'
import { replaceWith } from '../resolve/extras.ts'
import type { Block, NameExpression } from '../syntax/ast.ts'
import { placeOfTower } from '../syntax/tower-place.ts'
import { ownPart } from './entries.ts'
import { readFeature, readGroup } from './features.ts'
import type { Interpreter } from './interpreter.ts'
import { at, type Site } from './site.ts'
import { withStep } from './value-parts.ts'
import { poison, type Value } from './values.ts'

/** The value of a bare name: a binding in sight, a feature, `surfaces` and `tasks`, else a diagnostic with the nearest name. */
export function readName(interpreter: Interpreter, expression: NameExpression, site: Site): Value {
  const { name, span } = expression
  const binding = site.scope.find(name)
  if (binding !== undefined) {
    if (binding.value.kind === 'poison') {
      const related = { message: `'${name}' is read by ${site.scope.place} here`, span }
      interpreter.add(binding.value.deferred.map((each) => ({ ...each, related: [...each.related, related] })))
      return binding.value
    }
    const value = ownPart(interpreter, binding.value, at(site, span))
    return binding.kind === 'let' || binding.kind === 'var'
      ? withStep(value, { message: `through '${name}'`, span: binding.span })
      : value
  }
  const hidden = site.scope.findHidden(name)
  if (hidden !== undefined) {
    interpreter.report(
      'CTR2008',
      span,
      { name, owner: hidden.owner, place: site.scope.place },
      {
        related: [{ message: `'${name}' is declared here`, span: hidden.span }],
        fixes: [
          {
            kind: 'export',
            title: `export '${name}'`,
            edits: [{ span: { ...hidden.span, end: hidden.span.start }, text: 'export ' }],
          },
        ],
      },
    )
    return poison
  }
  const feature = interpreter.program.features.get(name)
  if (feature !== undefined) return readFeature(interpreter, feature, at(site, span))
  const group = interpreter.program.groups.get(name)
  if (group !== undefined) return readGroup(interpreter, group, at(site, span))
  if (name === 'surfaces' || name === 'tasks') return { kind: 'keys', keys: [name] }
  if (name === 'zeros' || name === 'learned') return { kind: 'name', value: name }
  unknown(interpreter, expression, site)
  return poison
}

function unknown(interpreter: Interpreter, { name, span }: NameExpression, site: Site): void {
  for (const dataset of interpreter.program.datasets.values()) {
    const outcome = dataset.outcomes.find((each) => each.name === name)
    const role = outcome !== undefined ? 'an outcome' : dataset.labels.has(name) ? 'a label' : undefined
    if (role === undefined) continue
    const near = interpreter.near(name, () => site.scope.inSight)
    const binding = near === undefined ? undefined : site.scope.find(near)
    interpreter.report(
      'CTR2007',
      span,
      { name, role, dataset: dataset.name },
      {
        related: [
          { message: 'declared as such here', span: outcome?.span ?? labelSpan(dataset, name) },
          ...(binding === undefined ? [] : [{ message: `was '${near}' meant?`, span: binding.span }]),
        ],
      },
    )
    return
  }
  if (name === 'surface' || name === 'view') {
    interpreter.report('CTR2012', span, { name, type: `the ${name} of each row`, isLookedUp: true })
    return
  }
  const tower = interpreter.model.towers.find((each) => letsOf(each.declaration.body).has(name))
  if (tower !== undefined && site.scope.place !== placeOfTower(tower.declaration)) {
    interpreter.report(
      'CTR2008',
      span,
      { name, owner: placeOfTower(tower.declaration), place: site.scope.place },
      {
        related: [{ message: 'names of a tower are visible in that tower only', span: tower.declaration.span }],
      },
    )
    return
  }
  const near = interpreter.near(name, () => [
    ...site.scope.inSight,
    ...interpreter.program.features.keys(),
    ...interpreter.program.groups.keys(),
  ])
  interpreter.report(
    'CTR1501',
    span,
    { kind: 'name', name, near },
    {
      fixes: replaceWith(span, near),
    },
  )
}

function labelSpan({ labels, span }: Dataset, task: string): Span {
  const label = labels.get(task)
  const expression = label?.all ?? [...(label?.bySurface.values() ?? [])][0]
  return expression?.expression.span ?? span
}

/** Of each tower once: a program of thousands of unknown names looks for each of them in every tower. */
const knownLets = new WeakMap<Block, ReadonlySet<string>>()

function letsOf(body: Block): ReadonlySet<string> {
  const known = knownLets.get(body)
  if (known !== undefined) return known
  const lets = new Set(body.statements.flatMap((each) => (each.kind === 'let' ? [each.name.name] : [])))
  knownLets.set(body, lets)
  return lets
}
