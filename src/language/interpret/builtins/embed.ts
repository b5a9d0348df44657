import { definitionOf } from '../../../features/kinds.ts'
import { noRows, tableRows, type ValueType } from '../../../graph/types.ts'
import type { Feature, SourceProgram } from '../../program.ts'
import { replaceWith } from '../../resolve/extras.ts'
import { tableOfFeature } from '../../resolve/per-feature.ts'
import type { Argument } from '../../syntax/ast.ts'
import { printExpression } from '../../syntax/print.ts'
import { emitOp, isAbsent, restrict } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { integerOf } from '../constants.ts'
import { encoded, maskOf, originOf } from '../features.ts'
import type { Interpreter } from '../interpreter.ts'
import { declaredHere } from '../lift.ts'
import { reportRecord } from '../record-value.ts'
import type { OpSite } from '../site.ts'
import { Sources } from '../sources.ts'
import { sourcesIn } from '../value-parts.ts'
import { describe, type Poison, poison, type Sequence, type Tensor, type Value } from '../values.ts'
import { widenDeclared } from '../widen.ts'
import type { Builtin } from './builtin.ts'
import { embedSurface, embedView } from './embed-surface.ts'

/** As wide as a table may be. */
const mostWide = 65_536

/**
 * `embed(user_id)`: the feature's row of its table, [dim]; of a list a sequence; of a group the list of its features' embeddings. `embed(pin_id, in: other)` reads a second table,
 * `embed(surface, dim: 8)` and `embed(view, dim: 8)` a trained vector per surface or view type.
 */
export const embed: Builtin = (interpreter, call, site) => {
  const bound = bindArguments(interpreter, call, [
    { name: 'feature', required: true, type: 'a feature' },
    { name: 'in', required: false, type: 'a table' },
    { name: 'dim', required: false, type: 'int' },
  ])
  const argument = bound?.get('feature')
  if (bound === undefined || argument === undefined) return poison
  const { value: expression } = argument
  if (
    expression.kind === 'name' &&
    (expression.name === 'surface' || expression.name === 'view') &&
    !interpreter.program.features.has(expression.name)
  ) {
    const table = bound.get('in')
    if (table !== undefined) {
      const expected = `no table: each ${expression.name} has a trained vector of its own`
      return refuse(interpreter, table, 'in', printExpression(table.value), expected)
    }
    const dim = bound.get('dim')
    const size = dim === undefined ? 8 : integerOf(interpreter, dim.value, site, 'dim')
    if (size === undefined) return poison
    if (dim !== undefined && (size < 1 || size > mostWide))
      return refuse(interpreter, dim, 'dim', String(size), `a whole number of 1 to ${mostWide}`)
    return expression.name === 'surface' ? embedSurface(interpreter, size, site) : embedView(interpreter, size, site)
  }
  const value = interpreter.evaluate(expression, site)
  if (value.kind !== 'list') return embedOne(interpreter, value, argument, bound, site)
  const items: Value[] = []
  for (const item of value.items) {
    const embedded = embedOne(interpreter, item, argument, bound, site)
    if (embedded.kind === 'poison') return poison
    items.push(embedded)
  }
  return { ...value, items }
}

function embedOne(
  interpreter: Interpreter,
  value: Value,
  argument: Argument,
  bound: ReadonlyMap<string, Argument>,
  site: OpSite,
): Value {
  if (value.kind !== 'raw') {
    if (value.kind === 'record') reportRecord(interpreter, value)
    else if (value.kind !== 'poison') reportNoIds(interpreter, value, argument)
    return poison
  }
  const { lookup, noun } = definitionOf(value.feature.type)
  if (lookup === undefined) {
    const found = `the ${noun} '${value.feature.name}'`
    return refuse(interpreter, argument, 'feature', found, 'an id, a string or a list of them')
  }
  const table = tableOf(interpreter, value.feature, bound.get('in'), site)
  if (table === undefined) return poison
  const dim = bound.get('dim')
  const stated = dim === undefined ? table.dim : integerOf(interpreter, dim.value, site, 'dim')
  if (stated === undefined) return poison
  if (dim !== undefined && stated !== table.dim)
    return refuse(interpreter, dim, 'dim', String(stated), `${table.dim}, which is the width of table '${table.name}'`)
  return lookUp(interpreter, value.feature, table.name, table.dim, site)
}

/** Where it is made of one feature, with that one's declaration: the type there may be what is wrong. */
function reportNoIds(interpreter: Interpreter, value: Value, { value: given, span }: Argument): void {
  const [source, ...others] = sourcesIn(value).all
  const of = others.length > 0 || source === undefined ? undefined : interpreter.program.features.get(source.feature)
  const isFeature = of !== undefined && value.kind === 'tensor' && (given.kind === 'name' || value.feature === of)
  const found = isFeature ? `the ${definitionOf(of.type).noun} '${of.name}'` : describe(value)
  const at = { callee: 'embed', name: 'feature', found, expected: 'an id, a string or a list of them' }
  interpreter.report('CTR3013', span, at, { related: of === undefined ? [] : [declaredHere(of)] })
}

function refuse(interpreter: Interpreter, argument: Argument, name: string, found: string, expected: string): Poison {
  interpreter.report('CTR3013', argument.span, { callee: 'embed', name, found, expected })
  return poison
}

function tableOf(interpreter: Interpreter, feature: Feature, named: Argument | undefined, site: OpSite) {
  const own = definitionOf(feature.type).lookup?.table
  if (named !== undefined && named.value.kind !== 'name') {
    refuse(interpreter, named, 'in', printExpression(named.value), "a table's name")
    return undefined
  }
  const stated = named?.value.kind === 'name' ? named.value.name : own
  const isPerFeature = stated !== undefined && interpreter.program.tablesPerFeature.has(stated)
  const name = isPerFeature ? tableOfFeature(stated, feature.name) : stated
  if (name === undefined) {
    interpreter.report(
      'CTR2014',
      site.span,
      { name: feature.name },
      { related: [{ message: 'declared here', span: feature.span }] },
    )
    return undefined
  }
  const table = interpreter.program.tables.get(name)
  if (table === undefined) {
    const near = interpreter.near(name, () => declaredTables(interpreter.program))
    const span = named?.value.span ?? site.span
    const fixes = replaceWith(span, near)
    interpreter.report('CTR1501', span, { kind: 'table', name, near }, { fixes })
  }
  return table
}

/** As they are declared: `fields`, not `fields.campaign`. */
const declaredTables = ({ tables, tablesPerFeature }: SourceProgram): Iterable<string> =>
  [...tables.keys()].filter((name) => !name.includes('.')).concat(...tablesPerFeature)

function lookUp(interpreter: Interpreter, feature: Feature, table: string, dim: number, site: OpSite): Value {
  const { steps: length } = definitionOf(feature.type).graph
  const indexShape = length === undefined ? [] : [length]
  const index = encoded(
    interpreter,
    'table_row',
    feature,
    'value',
    { table },
    { dtype: 'int32', shape: indexShape },
    site,
  )
  const rows: Tensor = {
    kind: 'tensor',
    handle: isAbsent(index.rows)
      ? ''
      : interpreter.sink.input(
          { port: { kind: 'table', table } },
          { dtype: 'float32', shape: [dim], rows: tableRows(table) },
          site.span,
        ),
    shape: [dim],
    rows: noRows,
    sources: Sources.none,
  }
  const type: ValueType = { dtype: 'float32', shape: [...indexShape, dim], rows: index.rows }
  const found = restrict(
    interpreter,
    emitOp(interpreter, 'lookup', [rows, index], {}, type, site),
    site.scope.surfaces,
    site,
  )
  const other = table === definitionOf(feature.type).lookup?.table ? undefined : table
  if (length === undefined) return widenDeclared(interpreter, feature, found, other, site)
  const mask = maskOf(interpreter, feature, length, site, found.rows)
  const sequence: Sequence = { kind: 'sequence', values: found, mask, origin: originOf(feature) }
  return widenDeclared(interpreter, feature, sequence, other, site)
}
