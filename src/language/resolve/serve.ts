import type { Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import type { LevelOrder } from '../../graph/levels.ts'
import type { Serve } from '../program.ts'
import type { Identifier, ServeDeclaration } from '../syntax/ast.ts'
import { numberIn, Settings, settingsOnce } from './config.ts'
import { known, withoutRepetition } from './known.ts'

/** Errors: CTR1501 an unknown level, CTR1565 dedupe by the row level, CTR1514 bounds. */
export function resolveServe(report: Report, { config, model, span }: ServeDeclaration, levels: LevelOrder): Serve {
  const bounds = 'a bound on the number of groups'
  const place = `serve ${model.name}`
  const settings = Settings.ofMap(
    report,
    { place, known: ['dedupe', 'budget'], announced: { levels: bounds, beyond: bounds } },
    config,
  )
  return { dedupe: dedupeOf(report, settings, levels), budget: budgetOf(report, settings, levels), span }
}

const byName = (levels: LevelOrder): ReadonlyMap<string, string> => new Map(levels.names.map((name) => [name, name]))

/** Levels in their order, coarse first. */
function dedupeOf(report: Report, settings: Settings, levels: LevelOrder): readonly string[] {
  const map = settings.map('dedupe')
  if (map === undefined) return []
  const announced = { beyond: 'a fallback beyond a bound' }
  const inner = Settings.ofMap(report, { place: 'dedupe', known: ['levels'], announced }, map)
  const setting = inner.get('levels')
  if (setting?.value.kind === 'map') {
    report('CTR1514', setting.value.span, { what: 'a bound on the number of groups' })
    return []
  }
  const named = withoutRepetition(report, inner.names('levels') ?? [], 'the levels of dedupe')
  const keyed = named.filter((name) => hasKey(report, name, levels))
  return levels.names.filter((level) => keyed.some((name) => name.name === level))
}

function hasKey(report: Report, name: Identifier, levels: LevelOrder): boolean {
  if (known(report, 'level', name, byName(levels)) === undefined) return false
  if (name.name !== levels.row) return true
  report('CTR1565', name.span, { level: name.name })
  return false
}

function budgetOf(report: Report, settings: Settings, levels: LevelOrder): Serve['budget'] {
  const map = settings.map('budget')
  if (map === undefined) return { multiplyAdds: new Map(), parameters: undefined }
  const inner = Settings.ofMap(report, { place: 'budget', known: ['multiply_adds', 'parameters'] }, map)
  const multiplyAdds = new Map<string, number>()
  const perLevel = inner.map('multiply_adds')
  for (const setting of settingsOnce(report, 'multiply_adds', perLevel)) {
    if (known(report, 'level', { name: setting.key, span: setting.keySpan }, byName(levels)) === undefined) continue
    const most = numberIn(report, setting, { above: 0 })
    if (most !== undefined) multiplyAdds.set(setting.key, most)
  }
  return {
    multiplyAdds: new Map([...multiplyAdds].sort(byKey)),
    parameters: inner.number('parameters', { above: 0 }),
  }
}
