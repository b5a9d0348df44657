import { isObject } from '../../host/fields.ts'

/** What DuckDB's parser makes of a text, by `json_serialize_sql`: nothing of it is bound or run. */
export type Parsed =
  | { readonly kind: 'selects'; readonly statements: readonly ParsedSelect[] }
  /** A statement that is no SELECT, or several of which one is none. */
  | { readonly kind: 'other' }
  /** `position`: in bytes of UTF-8, where it is known. */
  | { readonly kind: 'error'; readonly reason: string; readonly position: number | undefined }

/** A SELECT statement's tree. Its names are DuckDB's. */
export interface ParsedSelect {
  readonly node: TreeNode
  /** `?` and `$1` in it. */
  readonly hasParameters: boolean
}

export type TreeNode = ReadonlyMap<string, unknown>

/** Reads the text that `json_serialize_sql` gives. */
export function readParsed(json: string): Parsed {
  const result = nodeOf(JSON.parse(json))
  if (result.get('error') !== false) {
    if (result.get('error_type') === 'not implemented' && /SELECT/.test(String(result.get('error_message'))))
      return { kind: 'other' }
    const position = result.get('position')
    return {
      kind: 'error',
      reason: String(result.get('error_message')).replace(/\s+/g, ' ').trim(),
      position: position === undefined ? undefined : Number(position),
    }
  }
  const statements = listOf(result.get('statements')).map((each) => {
    const statement = nodeOf(each)
    return {
      node: nodeOf(statement.get('node')),
      hasParameters: listOf(statement.get('named_param_map')).length > 0,
    }
  })
  return { kind: 'selects', statements }
}

export const nodeOf = (value: unknown): TreeNode => new Map(isObject(value) ? Object.entries(value) : [])

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Names of the functions that are read from as tables, in the order in which they are written. */
export function tableFunctions(tree: TreeNode): readonly string[] {
  const names: string[] = []
  // Without recursion, since trees are deep. Parts are taken from the end.
  const rest: unknown[] = [...tree.values()].reverse()
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    if (!isObject(value)) continue
    const node = nodeOf(value)
    if (node.get('type') === 'TABLE_FUNCTION') names.push(String(nodeOf(node.get('function')).get('function_name')))
    for (const part of [...node.values()].reverse()) rest.push(part)
  }
  return names
}
