import type { Report } from '../../diagnostics/report.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import { defaultView } from '../../model/surface.ts'
import type { Surface } from '../program.ts'
import type { ConfigValue, Identifier, SurfaceDeclaration } from '../syntax/ast.ts'
import { Settings, wrongValue } from './config.ts'
import { known, withoutRepetition } from './known.ts'

/** `surface search { views: [results, guided] }` */
export function resolveSurface(report: Report, { name, config }: SurfaceDeclaration): Surface {
  if (config === undefined) return { name: name.name, views: [defaultView], span: name.span }
  const place = `surface ${name.name}`
  const settings = Settings.ofMap(report, { place, known: ['views'] }, config)
  const views = withoutRepetition(report, settings.names('views') ?? [], `the views of ${name.name}`)
  const setting = settings.get('views')
  if (setting !== undefined && views.length === 0 && isEmptyList(setting.value))
    settings.wrong(setting, 'one view or more')
  return {
    name: name.name,
    views: views.length === 0 ? [defaultView] : views.map((view) => view.name),
    span: name.span,
  }
}

const isEmptyList = (value: ConfigValue): boolean =>
  (value.kind === 'config_list' || value.kind === 'list') && value.items.length === 0

/** The surfaces that are declared among `names`; the others are CTR1501. */
export function knownSurfaces(
  report: Report,
  names: readonly Identifier[],
  surfaces: ReadonlyMap<string, unknown>,
  list: string,
): SurfaceSet {
  const once = withoutRepetition(report, names, list)
  return SurfaceSet.of(
    once.filter((name) => known(report, 'surface', name, surfaces) !== undefined).map((name) => name.name),
  )
}

/** `search.results`, or `home_feed` where a surface has one view. Errors: CTR1501 unknown, CTR1535 a view is required. */
export function viewIn(
  report: Report,
  key: string,
  value: ConfigValue,
  surfaces: ReadonlyMap<string, Surface>,
): { readonly surface: string; readonly view: string } | undefined {
  if (value.kind === 'name') {
    const surface = known(report, 'surface', value, surfaces)
    const [view, ...others] = surface?.views ?? []
    if (surface === undefined || view === undefined) return undefined
    if (others.length === 0) return { surface: surface.name, view }
    report(
      'CTR1535',
      value.span,
      { surface: surface.name, views: surface.views },
      { related: [{ message: 'declared here', span: surface.span }] },
    )
    return undefined
  }
  if (value.kind === 'member' && value.value.kind === 'name') {
    const surface = known(report, 'surface', value.value, surfaces)
    if (surface === undefined) return undefined
    const views = new Map(surface.views.map((view) => [view, view]))
    const view = known(report, `view of ${surface.name}`, value.member, views)
    return view === undefined ? undefined : { surface: surface.name, view }
  }
  wrongValue(report, key, value, 'a surface, or surface.view')
  return undefined
}

/** A surface that is declared, where a model does not run it (CTR1561). */
export function reportNotRun(report: Report, surface: Identifier, model: string, runs: Iterable<string>): void {
  report('CTR1561', surface.span, { surface: surface.name, model, runs: [...runs] })
}
