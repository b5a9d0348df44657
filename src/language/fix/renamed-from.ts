import type { Fix } from '../../diagnostics/diagnostic.ts'
import type { CompiledModel } from '../elaborate/compile-model.ts'
import type { Block, Declaration, LetStatement } from '../syntax/ast.ts'
import { parse } from '../syntax/parse.ts'

/** A weight by its path in the spec. */
export interface NamedWeight {
  readonly name: string
  readonly dims: readonly number[]
}

/**
 * `let h = ... renamed from hidden`, for each `let` below whose name all weights are missing, where as many of the same names and shapes are left over below
 * one other name. Two such names, or none, are no renaming.
 */
export function renamedFrom(
  { sources, spec }: CompiledModel,
  missing: readonly NamedWeight[],
  spare: readonly NamedWeight[],
): readonly Fix[] {
  const items = [...sources].flatMap(([path, text]) => (path.endsWith('.ctr') ? parse(path, text).file.items : []))
  const lost = [...byPlace(missing)]
  const left = [...byPlace(spare)]
  return lost.flatMap(([place, weights]) => {
    const [part = '', name = ''] = place.split('.')
    const alike = (other: Place): boolean => other[0].split('.')[0] === part && areSame(weights, other[1])
    const [before, ...more] = left.filter(alike)
    const statement = bodiesOf(items, part, spec.name).flatMap((body) => letNamed(body, name) ?? [])[0]
    if (before === undefined || more.length > 0 || lost.filter(alike).length > 1 || statement === undefined) return []
    const from = before[0].split('.')[1] ?? ''
    const edits = [
      { span: { ...statement.value.span, start: statement.value.span.end }, text: ` renamed from ${from}` },
    ]
    return [{ kind: 'renamed', title: `'${name}' was '${from}'`, edits }]
  })
}

/** A let by its part and name, and what lies below it. */
type Place = readonly [string, ReadonlySet<string>]

/** By the part and the let below which they lie: `trunk.h` of `trunk.h.layer0.h.w`, with the rest of the name and the shape. */
function byPlace(weights: readonly NamedWeight[]): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>()
  for (const { name, dims } of weights) {
    const [part, of, ...rest] = name.split('.')
    if (of === undefined || rest.length === 0) continue
    const place = `${part}.${of}`
    places.set(place, (places.get(place) ?? new Set()).add(`${rest.join('.')} ${dims.join()}`))
  }
  return places
}

const areSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((each) => b.has(each))

function bodiesOf(items: readonly Declaration[], part: string, model: string): readonly Block[] {
  return items.flatMap((item) => {
    if (item.kind === 'model') return part === 'trunk' && item.name.name === model ? (item.trunk ?? []) : []
    const isPart = (item.kind === 'tower' || item.kind === 'branch') && item.name.name === part
    return isPart ? [item.body] : []
  })
}

const letNamed = ({ statements }: Block, name: string): LetStatement | undefined =>
  statements.find(
    (each): each is LetStatement => each.kind === 'let' && each.name.name === name && each.value.kind !== 'renamed',
  )
