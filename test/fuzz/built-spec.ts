import { newReport } from '../../src/diagnostics/report.ts'
import { emitTfjs } from '../../src/emit/tfjs/emit-tfjs.ts'
import { graphCost } from '../../src/graph/cost.ts'
import { graphText } from '../../src/graph/text.ts'
import { verify } from '../../src/graph/verify.ts'
import type { Host } from '../../src/host/host.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { type CompiledModel, compileModel } from '../../src/language/elaborate/compile-model.ts'
import { lossGraph } from '../../src/learn/train/graphs.ts'
import { fittedSpec } from '../../src/model/fitted-spec.ts'
import { usual } from '../../src/optimizers/chosen.ts'
import { encodeOnHost } from '../../src/passes/encode-on-host.ts'
import { runPasses, trainingStep } from '../../src/passes/pipeline.ts'
import { openNative } from '../../src/runtime/native.ts'
import { emitted } from '../../src/runtime/native-model.ts'
import { exportModel } from '../../src/serve/export.ts'
import { servingPasses } from '../../src/serve/serving-graph.ts'
import { drawnWeights } from './drawn-weights.ts'
import { quickDisk } from './files-project.ts'

/** Beyond these a graph is verified after each pass and not run: what is tried is not memory. */
const mostParameters = 3_000_000
const mostWork = 3e7
const mostOps = 4000

export interface BuildOf {
  readonly out: string
  /** Texts of graphs that were built before. */
  readonly known: Set<string>
  readonly seed: number
}

/**
 * The training step and all serving graphs of every model of a program without errors, verified after each pass; then the step opened in the
 * runtime, and the serving graphs exported with drawn weights, which scores them. Throws what a build throws.
 */
export async function built(host: Host, entry: string, of: BuildOf): Promise<'built' | 'repeated' | 'large'> {
  const { program } = checkEntry(host, entry)
  let done: 'built' | 'repeated' | 'large' = 'repeated'
  for (const declared of program?.models.values() ?? []) {
    const model = compileModel(program!, declared)
    const text = `${graphText(model.graph)}${JSON.stringify([model.spec.serve, model.spec.train, ...model.spec.calibrations])}`
    if (of.known.has(text)) continue
    of.known.add(text)
    done = await builtModel(model, of)
  }
  return done
}

async function builtModel(model: CompiledModel, { out, seed }: BuildOf): Promise<'built' | 'large'> {
  const { graph, spec } = model
  const wrong = verify(graph)
  if (wrong.length > 0) throw new Error(`the elaborated graph: ${wrong.join('\n')}`)
  const verified = { verify: true }
  const weights = drawnWeights(model, seed)
  const fitted = fittedSpec(spec, weights.fits)
  for (const surface of spec.live.names)
    runPasses(graph, servingPasses(fitted, surface, weights.vocabularies), verified)
  const encoded = runPasses(graph, [encodeOnHost], verified)
  const { tasks, ...optimizers } = spec.train ?? { tasks: new Map<string, number>(), ...usual }
  const training = runPasses(encoded, trainingStep({ taskWeights: tasks, optimizers }), verified)
  const cost = graphCost(graph)
  const work = [...cost.multiplyAdds.values()].reduce((sum, each) => sum + each, cost.once)
  if (cost.parameters + cost.tableParameters > mostParameters || work > mostWork || graph.ops.length > mostOps)
    return 'large'
  emitTfjs(lossGraph(encoded, { tasks }), { version: 'fuzz', optimizers })
  const session = await openNative(emitted(training).bytes, { threads: 1, optimize: true })
  await session.dispose()
  await exportModel(quickDisk(), newReport(), { model, weights, out, provenance: { run: 'fuzz' } })
  return 'built'
}
