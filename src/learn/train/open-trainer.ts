import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { HostTensor } from '../../graph/tensor.ts'
import { during, inPhase, type Progress } from '../../host/progress.ts'
import type { Train } from '../../model/train.ts'
import type { Trainer } from '../../runtime/trainer.ts'
import type { TrainingGraphs } from './graphs.ts'

export const engineNames = ['native', 'tfjs'] as const

export interface TrainerRequest {
  readonly engine: string
  readonly threads: number
  readonly graphs: TrainingGraphs
  readonly train: Train
  /** By port name; what is not there starts at zero. The trainer takes the arrays over. */
  readonly values: ReadonlyMap<string, HostTensor>
  readonly progress: Progress
}

/** Loads the requested engine and no other. Errors: CTR9007 where it does not load, CTR9202 an unknown name. */
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

async function nativeTrainer({ graphs, values, threads, progress }: TrainerRequest): Promise<Trainer> {
  const { openNativeTrainer } = await import('../../runtime/native-trainer.ts')
  const made = inPhase(progress, ['make-graph'], () => ({ training: graphs.training(), forward: graphs.forward() }))
  return during(progress, ['start-engine'], () => openNativeTrainer({ ...made, values, threads }))
}

async function tfjsTrainer({ graphs, train, values, progress }: TrainerRequest): Promise<Trainer> {
  const { openTfjsTrainer } = await import('../../runtime/tfjs-trainer.ts')
  const training = inPhase(progress, ['make-graph'], () => graphs.loss())
  return during(progress, ['start-engine'], () => openTfjsTrainer({ training, optimizers: train, values }))
}
