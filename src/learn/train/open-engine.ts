import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { Graph } from '../../graph/graph.ts'
import type { HostTensor } from '../../graph/tensor.ts'
import type { Train } from '../../language/program.ts'
import type { Engine } from '../../runtime/engine.ts'

export const engineNames = ['native', 'tfjs'] as const

export interface EngineRequest {
  readonly engine: string
  readonly threads: number
  /** The elaborated forward graph. */
  readonly graph: Graph
  readonly train: Train
  /** By port name; what is not there starts at zero. */
  readonly values: ReadonlyMap<string, HostTensor>
}

/** An engine with its graphs. Loads the engine asked for and no other. Errors: CTR9007 where it does not load, CTR9202 an unknown name. */
export async function openEngine(request: EngineRequest): Promise<Engine> {
  switch (request.engine) {
    case 'native':
      return nativeEngine(request)
    case 'tfjs':
      return tfjsEngine(request)
    default:
      throw new DiagnosticError([
        diagnostic('CTR9202', undefined, {
          reason: `there is no engine '${request.engine}' (there are ${engineNames.join(', ')})`,
        }),
      ])
  }
}

async function nativeEngine({ graph, train, values, threads }: EngineRequest): Promise<Engine> {
  const { createNativeEngine } = await import('../../runtime/native-engine.ts')
  const { trainingGraphs } = await import('./graphs.ts')
  return createNativeEngine({ ...trainingGraphs(graph, train), values, threads })
}

async function tfjsEngine({ graph, train, values }: EngineRequest): Promise<Engine> {
  const { createTfjsEngine } = await import('../../runtime/tfjs-engine.ts')
  const { lossGraph } = await import('./graphs.ts')
  return createTfjsEngine({ training: lossGraph(graph, train), optimizers: train, values })
}
