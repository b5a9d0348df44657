import type { SourceProgram } from '../program.ts'
import { bodiesOf, expressionsIn } from '../resolve/walk.ts'

/**
 * Features of some surfaces that code reads on others too: widened where they are declared, or named before an `else`. By names: what it may
 * have too much is asked of the data and found absent there.
 */
export function widenedFeatures({ files, features, groups }: SourceProgram): ReadonlySet<string> {
  const named = new Set<string>()
  for (const body of [...files.values()].flatMap(bodiesOf))
    for (const expression of expressionsIn(body))
      if (expression.kind === 'else')
        for (const each of expressionsIn(expression.value)) if (each.kind === 'name') named.add(each.name)
  for (const [name, group] of groups) if (named.has(name)) for (const each of group.features) named.add(each.name)
  return new Set(
    [...features.values()].flatMap(({ name, otherwise }) => (otherwise !== undefined || named.has(name) ? [name] : [])),
  )
}
