import type { Report } from '../../diagnostics/report.ts'
import type { FeatureDefinition, LiteralWord } from '../../features/definition.ts'
import type { Feature } from '../program.ts'
import type { FeatureLiteral, FeatureNode, Identifier } from '../syntax/ast.ts'
import { addDefault } from './add-default.ts'
import type { Declarations } from './declarations.ts'
import { describeValue } from './describe.ts'
import { known } from './known.ts'
import { isPerFeature, tableOfFeature } from './per-feature.ts'

/** Features that every row has without a declaration. */
export const ofEveryRow: ReadonlySet<string> = new Set(['surface', 'view'])

/** What a line of features states behind the type. */
export type FeatureLiterals = Pick<Feature, 'missing' | 'default' | 'servedAs'>

/** What a line's clauses state of such a feature. Errors: CTR1501 an unknown table, CTR1540, CTR1541. */
export function readClauses(
  report: Report,
  line: FeatureNode,
  name: string,
  definition: FeatureDefinition,
  tables: Declarations['tables'],
): FeatureLiterals {
  const { table } = line
  checkTable(report, line, name, definition)
  if (table !== undefined && !('kind' in table)) known(report, 'table', table, tables)
  return {
    missing: literalOf(report, name, definition, 'missing', line.missing),
    default: literalOf(report, name, definition, 'default', line.default),
    servedAs: literalOf(report, name, definition, 'served as', line.servedAs),
  }
}

/** The table that a feature of this name is looked up in. */
export function tableOf({ table }: FeatureNode, feature: string, tables: Declarations['tables']): string | undefined {
  if (table === undefined) return undefined
  if ('kind' in table) return feature
  const declared = tables.get(table.name)
  return declared !== undefined && isPerFeature(declared) ? tableOfFeature(table.name, feature) : table.name
}

function checkTable(report: Report, { table }: FeatureNode, name: string, { lookup, text }: FeatureDefinition): void {
  if (table === undefined || lookup !== undefined) return
  const reason = 'only ids, strings and lists of them are looked up'
  report('CTR1540', table.span, { feature: name, word: 'in', type: text, reason })
}

function literalOf(
  report: Report,
  name: string,
  { literals, text: type }: FeatureDefinition,
  word: LiteralWord,
  literal: FeatureLiteral | undefined,
): number | string | undefined {
  if (literal === undefined) return undefined
  const rule = literals[word]
  if ('refused' in rule) {
    report('CTR1540', literal.span, { feature: name, word, type, reason: rule.refused })
    return undefined
  }
  const value = rule.read(literal)
  if (value === undefined)
    report('CTR1541', literal.span, {
      feature: name,
      word,
      type,
      found: describeValue(literal),
      expected: rule.expected(literal),
    })
  return value
}

/** A number of a record that a step may lack: CTR1593, with a default as the fix. */
export function reportNoDefault(report: Report, { name, span }: Identifier, line: FeatureNode): void {
  report('CTR1593', span, { name }, { fixes: [addDefault(line)] })
}
