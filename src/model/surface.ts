export interface Surface {
  readonly name: string
  /** At least one, in order of declaration: a view's position is what graphs see. A surface without `views` has the one view `default`. */
  readonly views: readonly string[]
}

/** The one view of a surface that names none. */
export const defaultView = 'default'

/** The view types of a surface, one at least. */
export const viewsOfSurface = (surfaces: ReadonlyMap<string, Surface>, surface: string): readonly string[] =>
  surfaces.get(surface)?.views ?? [defaultView]
