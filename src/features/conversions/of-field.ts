import type { ColumnType } from '../sql/column-type.ts'
import { quoteName } from '../sql/quote.ts'
import { structFields } from '../sql/struct-fields.ts'
import { after, type Conversion } from './conversion.ts'

const asIs: Conversion = { sql: (column) => column }

/** How a struct becomes what one of its fields is or becomes: those that fit as they are come first. */
export function ofField(
  type: ColumnType,
  fits: (field: ColumnType) => boolean,
  conversions: (field: ColumnType) => readonly Conversion[],
): readonly Conversion[] {
  const fields = [...structFields(type.sql)]
  const ordered = [...fields.filter(([, field]) => fits(field)), ...fields.filter(([, field]) => !fits(field))]
  return ordered.flatMap(([name, field]) =>
    (fits(field) ? [asIs] : conversions(field)).map((each) => ({
      ...after((column) => `${column}.${quoteName(name)}`, each),
      does: `takes its field '${name}'`,
    })),
  )
}
