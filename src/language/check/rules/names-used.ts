import { featuresRead } from '../../../features/derived/derivation.ts'
import type { Model, SourceProgram } from '../../program.ts'
import { bodiesOf } from '../../resolve/walk.ts'
import { wordsIn } from './words-in.ts'

/** Names that stand in code, in the library's apart. A `let` of a feature's name counts for the feature: rather overlooked than reported wrongly. */
export function wordsOfCode({ files }: SourceProgram): ReadonlySet<string> {
  const words = new Set<string>()
  for (const [path, file] of files)
    if (!path.startsWith('ctr:')) for (const body of bodiesOf(file)) wordsIn(body, words)
  return words
}

/** Names that stand in one model's parts, and in any module: which it calls is not asked. */
export function wordsOfModel({ files }: SourceProgram, { trunk, branches, towers }: Model): ReadonlySet<string> {
  const words = new Set<string>()
  wordsIn(trunk, words)
  for (const { declaration } of [...branches, ...towers]) wordsIn(declaration.body, words)
  for (const [path, { items }] of files)
    for (const item of items) if (item.kind === 'module' && !path.startsWith('ctr:')) wordsIn(item.body, words)
  return words
}

/** Features that code reads: by their names, or their groups'; a record's field where both names stand in it. */
export function featuresNamed(program: SourceProgram, words: ReadonlySet<string>): ReadonlySet<string> {
  const named = new Set(words)
  for (const [name, { features }] of program.groups)
    if (words.has(name)) for (const each of features) named.add(each.name)
  for (const { name, record } of program.features.values())
    if (record !== undefined && words.has(record.name) && words.has(record.field)) named.add(name)
  return named
}

/** Features that something reads: code, a level as its key, or a derivation. */
export function featuresUsed(program: SourceProgram): ReadonlySet<string> {
  const used = new Set(featuresNamed(program, wordsOfCode(program)))
  for (const key of program.levelKeys.keys()) used.add(key)
  for (const { derivation } of program.features.values())
    for (const operand of derivation === undefined ? [] : featuresRead(derivation)) {
      used.add(operand)
      const record = program.features.get(operand)?.record
      if (record !== undefined) used.add(record.name)
    }
  return used
}
