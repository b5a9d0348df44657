import type { Report } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import type { SourceProgram } from '../../language/program.ts'

/**
 * Warns of models that this machine cannot train for want of memory. Graphs are made, and code loaded for it, only where the
 * declared tables, used or not, take a quarter of it.
 */
export async function checkMemory(host: Host, report: Report, program: SourceProgram): Promise<void> {
  const values = [...program.tables.values()].reduce((sum, { rule, dim }) => sum + 4 * rule.rows * dim, 0)
  if (values < host.memory() / leastShare) return
  const { compileModel } = await import('../../language/elaborate/compile-model.ts')
  const { needOf, reportNeed } = await import('../../learn/train/memory.ts')
  for (const declared of program.models.values()) {
    if (declared.train === undefined) continue
    const { spec, graph, origins } = compileModel(program, declared)
    if (spec.train === undefined) continue
    const table = (name: string) => {
      const found = spec.tables.get(name)
      return found && origins.get(found)
    }
    reportNeed(host, report, needOf(graph, spec.train), { model: spec.name, table })
  }
}

/** An optimizer keeps up to two numbers beside each of a table's; the dense parameters are few. */
const leastShare = 4
