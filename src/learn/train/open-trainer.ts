import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { Graph } from '../../graph/graph.ts'
import type { HostTensor } from '../../graph/tensor.ts'
import type { Train } from '../../model/train.ts'
import type { Trainer } from '../../runtime/trainer.ts'

export const engineNames = ['native', 'tfjs'] as const

export interface TrainerRequest {
  readonly engine: string
  readonly threads: number
  /** The elaborated forward graph. */
  readonly graph: Graph
  readonly train: Train
  /** By port name; what is not there starts at zero. The trainer takes the arrays over. */
  readonly values: ReadonlyMap<string, HostTensor>
}

/** A trainer with its graphs. Loads the engine asked for and no other. Errors: CTR9007 where it does not load, CTR9202 an unknown name. */
export async function openTrainer(request: TrainerRequest): Promise<Trainer> {
  switch (request.engine) {
    case 'native':
      return nativeTrainer(request)
    case 'tfjs':
      return tfjsTrainer(request)
    default:
      throw new DiagnosticError([
        diagnostic('CTR9202', undefined, {
          reason: `there is no engine '${request.engine}' (there are ${engineNames.join(', ')})`,
        }),
      ])
  }
}

async function nativeTrainer({ graph, train, values, threads }: TrainerRequest): Promise<Trainer> {
  const { openNativeTrainer } = await import('../../runtime/native-trainer.ts')
  const { trainingGraphs } = await import('./graphs.ts')
  return openNativeTrainer({ ...trainingGraphs(graph, train), values, threads })
}

async function tfjsTrainer({ graph, train, values }: TrainerRequest): Promise<Trainer> {
  const { openTfjsTrainer } = await import('../../runtime/tfjs-trainer.ts')
  const { lossGraph } = await import('./graphs.ts')
  return openTfjsTrainer({ training: lossGraph(graph, train), optimizers: train, values })
}
