import type { Report } from '../../diagnostics/report.ts'
import { compareText } from '../../diagnostics/text-order.ts'
import type { Feature } from '../program.ts'
import type { ConfigValue } from '../syntax/ast.ts'
import { related } from './extras.ts'

interface Use {
  readonly feature: Feature
  readonly element: 'id' | 'string'
  readonly span: Feature['span']
}

/**
 * Features that share a table share its rows, so that equal ids have to mean equal things. Which row `5` has depends on whether it is an id,
 * a word, or the sixth bucket: CTR1650 where two do not count in the same way.
 */
export function checkIdSpaces(report: Report, table: string, rows: ConfigValue, uses: readonly Use[]): void {
  const [first, ...others] = uses.toSorted(inText)
  if (first === undefined) return
  const space = spaceOf(first)
  const other = others.find((use) => spaceOf(use) !== space)
  if (other === undefined) return
  const at = { table, first: first.feature.name, space, other: other.feature.name, otherSpace: spaceOf(other) }
  report('CTR1650', other.span, at, {
    related: [
      ...related(`'${first.feature.name}' is looked up in it as ${space}`, first.span),
      ...related(`table '${table}' is declared here`, rows.span),
    ],
  })
}

const inText = ({ span: a }: Use, { span: b }: Use): number => compareText(a.file, b.file) || a.start - b.start

/** What the ids of a feature are, in words: crosses are salted by their names, so that several may share a table with one another. */
function spaceOf({ feature: { derivation }, element }: Use): string {
  switch (derivation?.of) {
    case 'bucket':
      return `numbers of buckets [${derivation.constants.join(', ')}]`
    case 'quantiles':
      return `numbers of ${derivation.constants[0]} quantiles`
    case 'hour_of_day':
      return 'hours of the day'
    case 'day_of_week':
      return 'days of the week'
    case 'cross':
      return 'crossed ids'
    case undefined:
    case 'last': // an element of the list
    case 'last of ints': // and what gives no ids
    case 'clip':
    case 'count':
    case 'seconds_between':
    case 'standardize':
      return element === 'string' ? 'words' : 'ids'
  }
}
