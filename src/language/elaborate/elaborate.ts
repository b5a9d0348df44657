import type { Span } from '../../diagnostics/diagnostic.ts'
import { DiagnosticError, hasErrors } from '../../diagnostics/report.ts'
import type { Graph } from '../../graph/graph.ts'
import { walkModel } from '../interpret/model.ts'
import type { Model, SourceProgram } from '../program.ts'
import { graphSink } from './graph-sink.ts'

export interface Elaborated {
  /** The forward graph on the live surfaces; outputs `logit/<task>/<surface>`, float32 [] at the row level. */
  readonly graph: Graph
  /** Where each op comes from; beside the graph, never in it. */
  readonly spans: ReadonlyMap<string, Span>
}

/** The forward graph of a model that has been checked. Throws DiagnosticError where it has not, and has errors. */
export function elaborate(program: SourceProgram, model: Model): Elaborated {
  const { sink, builder, spans, parameters } = graphSink(program.levels, model.live)
  const { predictions, diagnostics } = walkModel(program, model, model.live, sink)
  if (hasErrors(diagnostics)) throw new DiagnosticError(diagnostics)
  const outputs = [...predictions.values()].flatMap(({ task, surface, logit }) =>
    logit.kind === 'tensor' ? [{ kind: 'logit', task, surface, value: logit.handle } as const] : [],
  )
  const tables = [...program.tables.values()].map(({ name, rule, dim, initial }) => ({ name, rule, dim, initial }))
  const graph = builder.finish({ name: model.name, outputs, parameters: [...parameters.values()], tables })
  return { graph, spans }
}
