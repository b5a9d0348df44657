import type { Draw } from './draw.ts'

/** Values that a file may hold in place of another: extremes, other types, names that every object inherits. */
const odd: readonly unknown[] = [
  ...[0, -1, 0.5, 1e9, 2 ** 31, 2 ** 53, 1e308, -1e308, 1e-320],
  ...[null, true, false, '', 'x', '-1', 'NaN', '../../etc/passwd', '/', '\u0000', '\u001b[31m', '\u202e', '\ud800'],
  ...['__proto__', 'constructor', 'x'.repeat(5000)],
  ...[
    [],
    [[]],
    {},
    { a: 1 },
    [1e9],
    JSON.parse('{"__proto__": {"a": 1}}'),
    JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`),
  ],
]

/** JSON with one place changed, and what was done to it. */
export interface Edited {
  readonly value: unknown
  readonly done: string
}

type Path = readonly (string | number)[]

/** One change at one place that the draw chooses: a value replaced, a field or an entry removed, added, doubled or renamed. */
export function editedJson(value: unknown, draw: Draw): Edited {
  const paths = pathsOf(value)
  const path = draw.of(paths)
  const at = path.join('.') || 'the whole'
  const kind = draw.of(['replace', 'replace', 'remove', 'add', 'double', 'rename'] as const)
  if (kind === 'replace' || path.length === 0) {
    const to = draw.of(odd)
    return { value: changed(value, path, () => to), done: `${at} = ${(JSON.stringify(to) ?? '').slice(0, 60)}` }
  }
  const [parent, last] = [path.slice(0, -1), path.at(-1)!]
  const edit = (holder: unknown): unknown => {
    const entries = entriesOf(holder)
    const i = entries.findIndex(([name]) => String(name) === String(last))
    const [name, each] = entries[i]!
    switch (kind) {
      case 'remove':
        return rebuilt(holder, entries.toSpliced(i, 1))
      case 'add':
        return rebuilt(holder, entries.toSpliced(i, 0, ['added', draw.of(odd)]))
      case 'double':
        return rebuilt(holder, entries.toSpliced(i, 0, [`${name}2`, each]))
      case 'rename':
        return rebuilt(holder, entries.toSpliced(i, 1, ['__proto__', each]))
    }
  }
  return { value: changed(value, parent, edit), done: `${kind} ${at}` }
}

/** Of long lists, some entries. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [
    path,
    ...entriesOf(value)
      .slice(0, 40)
      .flatMap(([name, each]) => pathsOf(each, [...path, name])),
  ]
}

type Entry = readonly [string | number, unknown]

const entriesOf = (holder: unknown): readonly Entry[] =>
  Array.isArray(holder) ? holder.map((each, i) => [i, each] as const) : Object.entries(holder ?? {})

const rebuilt = (holder: unknown, entries: readonly Entry[]): unknown =>
  Array.isArray(holder) ? entries.map(([, each]) => each) : Object.fromEntries(entries)

function changed(value: unknown, path: Path, edit: (value: unknown) => unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return edit(value)
  return rebuilt(
    value,
    entriesOf(value).map(([name, each]) => [name, name === first ? changed(each, rest, edit) : each]),
  )
}
