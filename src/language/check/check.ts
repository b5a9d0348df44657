import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { hasErrors } from '../../diagnostics/report.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import { walkModel } from '../interpret/model.ts'
import type { Model, SourceProgram } from '../program.ts'
import { inVariant } from '../resolve/in-variant.ts'
import { checkBudget, hasBudget } from './budget.ts'
import { CostSink } from './cost-sink.ts'
import { withoutFollowUps } from './follow-ups.ts'
import { checkModel } from './model-rules.ts'
import { programRules } from './rules/table.ts'
import { typeSink } from './type-sink.ts'
import { checkUnusedModules } from './unused-modules.ts'
import { withVariantOrigins } from './variant-origins.ts'

/**
 * Everything that types show about a resolved program: each model walked on its live surfaces, each staged surface where its
 * tower reaches, then the rules that need no types. All errors, not the first alone.
 */
export function checkProgram(program: SourceProgram): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  // Variants last: what is wrong with a base is wrong with what is made of it.
  const models = [...program.models.values()]
  const isVariant = ({ declaration }: Model): boolean => declaration.base !== undefined
  for (const model of [...models.filter((each) => !isVariant(each)), ...models.filter(isVariant)])
    found.push(...withVariantOrigins(model, inVariant(model.declaration, checkModelAlone(program, model), found)))
  found.push(...checkUnusedModules(program))
  for (const rule of programRules) found.push(...rule(program))
  return withoutFollowUps(program, found)
}

function checkModelAlone(program: SourceProgram, model: Model): readonly Diagnostic[] {
  const staged = [...model.staged].map((surface) =>
    walkModel(program, model, SurfaceSet.of([surface]), typeSink(), true),
  )
  return [...checkLive(program, model), ...staged.flatMap(({ diagnostics }) => diagnostics)]
}

function checkLive(program: SourceProgram, model: Model): readonly Diagnostic[] {
  const sink = hasBudget(model) ? new CostSink(program.tables) : undefined
  const walk = walkModel(program, model, model.live, sink ?? typeSink())
  const found = [...walk.diagnostics, ...checkModel(program, model, walk)]
  return sink === undefined || hasErrors(found) ? found : [...found, ...checkBudget(program, model, walk, sink)]
}
