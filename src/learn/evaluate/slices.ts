import type { Places } from '../train/places.ts'

/** Rows that are measured together. */
type SliceName =
  | { readonly kind: 'all' }
  | { readonly kind: 'surface'; readonly surface: string }
  | { readonly kind: 'view'; readonly surface: string; readonly view: string }

export interface Slices {
  readonly names: readonly SliceName[]
  /** Positions of a slice's rows, ascending. */
  rowsOf(slice: number): Uint32Array
  /** One value a slice, as they stand in JSON. */
  arrange<T>(values: readonly T[]): {
    readonly all: T
    readonly surfaces: Readonly<Record<string, T>>
    readonly views: Readonly<Record<string, Readonly<Record<string, T>>>>
  }
}

/** All rows, those of each surface, and of surfaces with several views those of each view; sorted by name. */
export function slicesOf(placeOfRow: Uint16Array, { all: places }: Pick<Places, 'all'>): Slices {
  const rowsOfPlace = new Float64Array(places.length)
  for (const place of placeOfRow) rowsOfPlace[place]!++
  const present = places.filter((_, place) => rowsOfPlace[place]! > 0)
  const surfaces = [...new Set(present.map(({ surface }) => surface))].sort()
  const views = surfaces.flatMap((surface) => {
    const of = present.filter((place) => place.surface === surface).map(({ view }) => view)
    return of.length < 2 ? [] : of.sort().map((view): SliceName => ({ kind: 'view', surface, view }))
  })
  const names: readonly SliceName[] = [
    { kind: 'all' },
    ...surfaces.map((surface): SliceName => ({ kind: 'surface', surface })),
    ...views,
  ]
  /** Of each slice: which places are in it, and how many rows they have. */
  const members = names.map((name) => Uint8Array.from(places, (place) => (isIn(name, place) ? 1 : 0)))
  const counts = members.map((member) => member.reduce((sum, isIn, place) => sum + isIn * rowsOfPlace[place]!, 0))
  return {
    names,
    rowsOf(slice) {
      const [member, rows] = [members[slice]!, new Uint32Array(counts[slice]!)]
      for (let row = 0, used = 0; row < placeOfRow.length; row++) if (member[placeOfRow[row]!] === 1) rows[used++] = row
      return rows
    },
    arrange(values) {
      const of = <Kind extends SliceName['kind']>(kind: Kind) =>
        names.flatMap((name, slice) => (isOfKind(name, kind) ? [{ name, value: values[slice]! }] : []))
      return {
        all: values[0]!,
        surfaces: Object.fromEntries(of('surface').map(({ name, value }) => [name.surface, value])),
        views: Object.fromEntries(
          surfaces.flatMap((surface) => {
            const found = of('view').filter(({ name }) => name.surface === surface)
            if (found.length === 0) return []
            return [[surface, Object.fromEntries(found.map(({ name, value }) => [name.view, value]))]]
          }),
        ),
      }
    },
  }
}

const isOfKind = <Kind extends SliceName['kind']>(
  name: SliceName,
  kind: Kind,
): name is Extract<SliceName, { readonly kind: Kind }> => name.kind === kind

function isIn(name: SliceName, place: Places['all'][number]): boolean {
  switch (name.kind) {
    case 'all':
      return true
    case 'surface':
      return place.surface === name.surface
    case 'view':
      return place.surface === name.surface && place.view === name.view
  }
}
