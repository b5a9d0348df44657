import { listOf, nodeOf, type Parsed, type ParsedSelect } from './parsed.ts'
import { type Parse, refuseFunctions } from './user-query.ts'

const expected = 'it is not one expression, such as day = 21'

/**
 * Why a text is no condition, or undefined where it is one: an expression both by itself and in parentheses, as it is used. By itself
 * it cannot close a parenthesis of ours, in parentheses it cannot be followed by FROM, WHERE or an alias. Nothing of it is run.
 * Throws CTR4014 for functions that do more than read.
 */
export async function faultOfCondition(parse: Parse, condition: string): Promise<string | undefined> {
  if (condition.includes('\0')) return 'it holds a NUL character'
  const alone = await parse(`SELECT ${condition}\n`)
  const enclosed = await parse(`SELECT (${condition}\n)`)
  const statement = oneExpression(enclosed)
  if (oneExpression(alone) === undefined || statement === undefined)
    return alone.kind === 'error' ? alone.reason : expected
  if (statement.hasParameters) return 'it has a parameter of SQL (? or $1), which has no value'
  refuseFunctions(statement, 'the condition', undefined)
  return undefined
}

/** A SELECT of one expression and nothing else. */
function oneExpression(parsed: Parsed): ParsedSelect | undefined {
  if (parsed.kind !== 'selects' || parsed.statements.length !== 1) return undefined
  const statement = parsed.statements[0]!
  const { node } = statement
  const isAlone =
    node.get('type') === 'SELECT_NODE' &&
    nodeOf(node.get('from_table')).get('type') === 'EMPTY' &&
    listOf(node.get('select_list')).length === 1 &&
    ['where_clause', 'having', 'qualify', 'sample'].every((part) => node.get(part) === null) &&
    ['modifiers', 'group_expressions', 'group_sets'].every((part) => listOf(node.get(part)).length === 0) &&
    listOf(nodeOf(node.get('cte_map')).get('map')).length === 0
  return isAlone ? statement : undefined
}
