import type { Interpreter } from './interpreter.ts'
import type { Site } from './site.ts'
import type { KeyKind } from './values.ts'

/** Names of the entries that exist where this scope runs: surfaces, tasks, or `surface.task`. */
export function keyNames(interpreter: Interpreter, keys: readonly KeyKind[], site: Site): readonly string[] {
  const names = keys.map((kind): readonly string[] =>
    kind === 'surfaces'
      ? site.scope.surfaces.names
      : site.scope.task === undefined
        ? interpreter.model.tasks
        : [site.scope.task],
  )
  return names.reduce<readonly string[]>(
    (all, next) => all.flatMap((left) => next.map((right) => (left === '' ? right : `${left}.${right}`))),
    [''],
  )
}
