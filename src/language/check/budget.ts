import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Walk } from '../interpret/model.ts'
import type { Model, Serve, SourceProgram } from '../program.ts'
import type { ConfigMap, ConfigValue } from '../syntax/ast.ts'
import type { CostSink } from './cost-sink.ts'

export const hasBudget = ({ serve }: Model): boolean =>
  serve !== undefined && (serve.budget.multiplyAdds.size > 0 || serve.budget.parameters !== undefined)

/**
 * The cost of each live surface's predictions, compared with the budget (CTR2018). Counted before optimizations, which make
 * a graph cheaper and never more expensive: what fits here fits when it is served.
 */
export function checkBudget(program: SourceProgram, model: Model, walk: Walk, sink: CostSink): readonly Diagnostic[] {
  const { serve } = model
  if (serve === undefined) return []
  const found: Diagnostic[] = []
  for (const surface of model.live) {
    const logits = [...walk.predictions.values()].flatMap(({ surface: of, logit }) =>
      of === surface && logit.kind === 'tensor' ? [logit.handle] : [],
    )
    const cost = sink.costOf(logits, surface)
    const hold = (what: string, count: number, limit: number | undefined, way: readonly string[]): void => {
      if (limit === undefined || count <= limit) return
      const at = { what, surface, found: withSeparators(count), limit: withSeparators(limit) }
      found.push(diagnostic('CTR2018', placeOf(program, serve, way), at))
    }
    for (const [level, limit] of serve.budget.multiplyAdds)
      hold(`multiply-adds per ${level}`, cost.multiplyAdds.get(level) ?? 0, limit, ['budget', 'multiply_adds', level])
    hold('parameters', cost.parameters, serve.budget.parameters, ['budget', 'parameters'])
  }
  return found
}

/** As the language writes them: `4_200_000`. */
const withSeparators = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '_')

/** Where a limit is written in the `serve` block. */
function placeOf(program: SourceProgram, { span }: Serve, way: readonly string[]): Span {
  const items = program.files.get(span.file)?.items ?? []
  const serve = items.find((item) => item.kind === 'serve' && item.span.start === span.start)
  let value: ConfigValue | undefined = serve?.kind === 'serve' ? serve.config : undefined
  for (const key of way) value = value?.kind === 'map' ? entryAt(value, key) : undefined
  return value?.span ?? span
}

const entryAt = ({ entries }: ConfigMap, name: string): ConfigValue | undefined =>
  entries.find(({ key }) => 'name' in key && key.name === name)?.value
