import { byKey } from '../../diagnostics/text-order.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import type { Identifier } from '../syntax/ast.ts'

/** Where something stands and how it is written, as opposed to its meaning. */
const layout: ReadonlySet<string> = new Set([
  'span',
  'operatorSpan',
  'trunkSpan',
  'comments',
  'trailing',
  'raw',
  'integer',
])

const isIdentifier = (value: object): value is Identifier =>
  'name' in value && typeof value.name === 'string' && 'span' in value

const hasKind = (value: unknown, kind: string): boolean =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind

/** What refuses a call changes nothing of what the others compute: neither a `require` nor the names that an argument may be. */
const isComputed = (item: unknown): boolean => !hasKind(item, 'require')

/**
 * The meaning of a syntax tree or a resolved declaration, as text: equal for equal meaning, regardless of spaces, comments and notation
 * of numbers (`4M`, `4_000_000`). Keys and maps are in order of name; lists keep theirs. `calleeName` may distinguish modules of one name.
 */
export function structureText(value: unknown, calleeName: (callee: Identifier) => string = ({ name }) => name): string {
  const show = (each: unknown, key: string | undefined): string => {
    if (each instanceof SurfaceSet) return JSON.stringify(each.names)
    if (each instanceof Map) return showEntries([...each.entries()])
    if (Array.isArray(each))
      return `[${each
        .filter(isComputed)
        .map((item) => show(item, undefined))
        .join(',')}]`
    if (typeof each !== 'object' || each === null) return JSON.stringify(each) ?? 'null'
    if (hasKind(each, 'choice')) return show({ kind: 'constant', of: 'name' }, key)
    if (hasKind(each, 'name') && isIdentifier(each)) return JSON.stringify({ kind: 'name', name: calleeName(each) })
    if (key === 'callee' && isIdentifier(each)) return JSON.stringify(calleeName(each))
    return showEntries(Object.entries(each).filter(([name, item]) => !layout.has(name) && item !== undefined))
  }
  const showEntries = (entries: readonly (readonly [unknown, unknown])[]): string => {
    const named = entries.map(([name, item]) => [String(name), item] as const).sort(byKey)
    return `{${named.map(([name, item]) => `${JSON.stringify(name)}:${show(item, name)}`).join(',')}}`
  }
  return show(value, undefined)
}
