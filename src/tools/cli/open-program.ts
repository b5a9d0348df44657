import { nearest } from '../../diagnostics/nearest.ts'
import { DiagnosticError, diagnostic, type Report, reportAll } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import { during } from '../../host/progress.ts'
import type { CompiledModel } from '../../language/elaborate/compile-model.ts'
import type { Model, SourceProgram } from '../../language/program.ts'
import type { GivenSettings } from '../../language/resolve/settings.ts'

/**
 * The model that SPEC, --model and --set mean; reports all that `ctrc check` does. Throws DiagnosticError where there are
 * errors; CTR9202 where SPEC means several programs, CTR9205 where the program has several models and none is named.
 */
export const openProgram = (
  host: Host,
  report: Report,
  spec: string,
  modelName: string | undefined,
  given: GivenSettings,
): Promise<CompiledModel> => during(host.progress, ['compile'], () => compiled(host, report, spec, modelName, given))

async function compiled(
  host: Host,
  report: Report,
  spec: string,
  modelName: string | undefined,
  given: GivenSettings,
): Promise<CompiledModel> {
  const { program, model } = await openSource(host, report, spec, modelName, given)
  const { compileModel } = await import('../../language/elaborate/compile-model.ts')
  return compileModel(program, model)
}

/** The same with its trees, for what needs no graph. */
export async function openSource(
  host: Host,
  report: Report,
  spec: string,
  modelName: string | undefined,
  given: GivenSettings,
): Promise<{ readonly program: SourceProgram; readonly model: Model }> {
  const { checkPath } = await import('../../language/check/check-entry.ts')
  const { entries, programs, diagnostics } = checkPath(host, spec, given)
  reportAll(report, diagnostics)
  const [program, another] = programs
  if (program === undefined || another !== undefined) {
    const reason = `'${spec}' contains ${entries.length} programs (${entries.join(', ')}): name one entry file`
    throw new DiagnosticError([diagnostic('CTR9202', undefined, { reason })])
  }
  return { program, model: modelOf(program, modelName) }
}

function modelOf(program: SourceProgram, name: string | undefined): Model {
  const names = [...program.models.keys()].sort()
  const chosen = name ?? (names.length === 1 ? names[0] : undefined)
  if (chosen === undefined) throw new DiagnosticError([diagnostic('CTR9205', undefined, { models: names })])
  const model = program.models.get(chosen)
  if (model !== undefined) return model
  const near = nearest(chosen, names)
  throw new DiagnosticError([diagnostic('CTR1501', undefined, { kind: 'model', name: chosen, near })])
}
