import type { Batch } from '../../rows/batch.ts'

/** Where a row was shown. */
export interface Place {
  readonly surface: string
  readonly view: string
}

/** Surfaces' views by number, in the order that they are met: a scored row has the number, not the names. */
export class Places {
  readonly all: Place[] = []
  private readonly numbers = new Map<string, Map<string, number>>()

  /** The number of each row's place. */
  ofRows({ rows, surfaces, surfaceOf, views }: Pick<Batch, 'rows' | 'surfaces' | 'surfaceOf' | 'views'>): Uint16Array {
    const places = new Uint16Array(rows)
    const bySurface = surfaces.map((surface) => this.viewsOf(surface))
    for (let row = 0; row < rows; row++) {
      const number = bySurface[surfaceOf[row]!]!.get(views[row]!)
      places[row] = number ?? this.add({ surface: surfaces[surfaceOf[row]!]!, view: views[row]! })
    }
    return places
  }

  private viewsOf(surface: string): Map<string, number> {
    const views = this.numbers.get(surface) ?? new Map<string, number>()
    this.numbers.set(surface, views)
    return views
  }

  private add(place: Place): number {
    this.viewsOf(place.surface).set(place.view, this.all.length)
    return this.all.push(place) - 1
  }
}
