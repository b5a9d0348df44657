import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import { walkModel } from '../interpret/model.ts'
import type { Program } from '../program.ts'
import { checkModel } from './model-rules.ts'
import { programRules } from './rules/table.ts'
import { typeSink } from './type-sink.ts'

/**
 * Everything that types say about a resolved program: each model walked on its live surfaces, each staged surface where its
 * tower reaches, then the rules that need no types. All errors, not the first alone.
 */
export function checkProgram(program: Program): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (const model of program.models.values()) {
    const walk = walkModel(program, model, model.live, typeSink())
    found.push(...walk.diagnostics, ...checkModel(program, model, walk))
    for (const surface of model.staged) {
      const staged = walkModel(program, model, SurfaceSet.of([surface]), typeSink(), true)
      found.push(...staged.diagnostics)
    }
  }
  for (const rule of programRules) found.push(...rule(program))
  return withoutTwins(found)
}

/** A staged walk meets what the live one has met. */
function withoutTwins(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(({ code, span, message }) => {
    const key = `${code} ${span?.file} ${span?.start} ${message}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
