import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import { during, inPhase, type Phase } from '../../host/progress.ts'
import { baseRateError } from '../../metrics/base-rate-error.ts'
import { measure } from '../../metrics/measures.ts'
import { Sample } from '../../metrics/sample.ts'
import { keepMetrics, recordOf } from '../../metrics/table.ts'
import type { ModelSpec } from '../../model/model-spec.ts'
import type { Train } from '../../model/train.ts'
import { hyperAt } from '../../optimizers/chosen.ts'
import type { Batch } from '../../rows/batch.ts'
import type { OpenDataset } from '../../rows/dataset.ts'
import { rowsOfSplit } from '../../rows/summary.ts'
import type { StepResult, Trainer } from '../../runtime/trainer.ts'
import { writeCheckpoint } from './checkpoint.ts'
import { appendJournal, type JournalLine, type TaskEvaluation } from './journal.ts'
import { LossMeter } from './loss-meter.ts'
import type { RunFolder } from './run-folder.ts'
import { type Schedule, scheduleOf } from './schedule.ts'
import { scoreRows } from './score-rows.ts'
import { judge, type Progress } from './selection.ts'

export interface TrainingContext {
  readonly host: Host
  readonly files: RunFolder
  /** What the checkpoints belong to (`runIdentity`). */
  readonly run: string
  readonly trainer: Trainer
  readonly dataset: OpenDataset
  readonly spec: ModelSpec
  readonly plan: Train
  readonly seed: number
  readonly signal: AbortSignal | undefined
  /** Milliseconds by the host's clock between two checkpoints at most, where steps allow it. */
  readonly checkpointEvery: number
  readonly evaluated: ((line: JournalLine) => void) | undefined
}

export interface LoopEnd {
  readonly progress: Progress
  readonly steps: number
  readonly interrupted: boolean
}

/**
 * Steps from `start` to the end, evaluating and writing checkpoints on the way. Every number that a step takes comes from the seed
 * and its place (epoch, step, row): a run that was killed and begins again from its last checkpoint repeats the same steps bit for bit.
 */
export async function trainingLoop(context: TrainingContext, start: Progress): Promise<LoopEnd> {
  if (start.step === 0) saveLast(context, start)
  const rows = start.rowsPerEpoch * context.plan.epochs
  return during(context.host.progress, ['train', rows, start.rows], (phase) => stepsFrom(context, start, phase))
}

async function stepsFrom(context: TrainingContext, start: Progress, phase: Phase): Promise<LoopEnd> {
  const { dataset, plan, seed, signal, host, checkpointEvery } = context
  const rows = start.rowsPerEpoch
  const schedule = scheduleOf(rows, plan.batch, plan.epochs, plan.keep?.every ?? 1)
  const { losses, ...from } = start
  const meter = new LossMeter(() => host.now(), losses)
  let progress: Progress = from
  /** With the losses since the last evaluation, so that the next line is that of a run which nobody interrupted. */
  const saveHere = (): void => {
    saveLast(context, meter.added === undefined ? progress : { ...progress, losses: meter.added })
    savedAt = host.now()
  }
  let savedAt = host.now()
  while (!progress.finished) {
    const epoch = Math.floor(progress.step / schedule.stepsPerEpoch)
    const skip = (progress.step % schedule.stepsPerEpoch) * plan.batch
    for await (const batch of dataset.batches({ split: 'train', size: plan.batch, order: { seed, epoch }, skip })) {
      const result = await step(context, batch, progress.step)
      progress = { ...progress, step: progress.step + 1, rows: progress.rows + batch.rows }
      meter.add(result, batch.rows)
      phase.advance(batch.rows, { loss: meter.loss, step: progress.step, steps: schedule.steps })
      if (schedule.evaluates(progress.step)) {
        meter.pause()
        progress = await evaluate(context, schedule, progress, meter)
        meter.reset()
        saveHere()
        if (progress.finished) break
      } else if (Math.abs(host.now() - savedAt) >= checkpointEvery) {
        // A clock that was set back would keep it waiting for hours.
        saveHere()
      }
      if (signal?.aborted) {
        saveHere()
        return { progress, steps: schedule.steps, interrupted: true }
      }
    }
    if (progress.step % schedule.stepsPerEpoch !== 0 && !progress.finished) {
      throw new Error(`epoch ${epoch} ended at step ${progress.step}, with ${schedule.stepsPerEpoch} steps in an epoch`)
    }
  }
  return { progress, steps: schedule.steps, interrupted: false }
}

/** Errors: CTR5010. The weights of a step that diverged are never saved. */
async function step({ trainer, plan, seed }: TrainingContext, batch: Batch, done: number): Promise<StepResult> {
  const feeds = batch.feeds(trainer.inputs, { seed, step: done })
  const result = await trainer.step(feeds, hyperAt(plan, done + 1))
  if (Number.isFinite(result.loss)) return result
  const task = [...result.losses].find(([, loss]) => !Number.isFinite(loss))?.[0]
  throw new DiagnosticError([diagnostic('CTR5010', undefined, { step: done + 1, loss: String(result.loss), task })])
}

function saveLast({ host, files, run, trainer }: TrainingContext, progress: Progress): void {
  const values = new Map([...trainer.parameters(), ...trainer.state()])
  inPhase(host.progress, ['write-checkpoint'], () =>
    writeCheckpoint(host, files.last, { values, progress }, { kind: 'last', run }),
  )
}

function saveBest({ host, files, run, trainer }: TrainingContext, progress: Progress): void {
  const values = trainer.parameters()
  inPhase(host.progress, ['write-checkpoint'], () =>
    writeCheckpoint(host, files.best, { values, progress }, { kind: 'best', run }),
  )
}

/** Scores the validation split, keeps the weights where they are the best so far, and logs the result. */
async function evaluate(
  context: TrainingContext,
  schedule: Schedule,
  progress: Progress,
  meter: LossMeter,
): Promise<Progress> {
  const { host, files, plan, evaluated } = context
  const validation = await evaluateValidation(context)
  const atEnd = progress.step === schedule.steps
  const verdict =
    plan.keep === undefined
      ? undefined
      : judge(plan.keep, progress, {
          step: progress.step,
          value: keptValue(plan.keep, validation),
        })
  const next: Progress =
    verdict === undefined
      ? { ...progress, finished: atEnd }
      : { ...progress, best: verdict.best, waited: verdict.waited, finished: atEnd || verdict.outOfPatience }
  const isBest = verdict?.isBest ?? true
  if (isBest) saveBest(context, next)
  const line: JournalLine = {
    step: progress.step,
    epoch: progress.step / schedule.stepsPerEpoch,
    rows: progress.rows,
    loss: meter.loss,
    losses: Object.fromEntries(meter.losses),
    rows_per_second: Math.round(meter.rowsPerSecond),
    validation,
    best: isBest,
  }
  appendJournal(host, files, line)
  evaluated?.(line)
  return next
}

async function evaluateValidation({
  host,
  trainer,
  dataset,
  spec,
}: TrainingContext): Promise<Readonly<Record<string, TaskEvaluation>>> {
  if (!dataset.summary.splits.has('validation')) return {}
  const rows = rowsOfSplit(dataset.summary, 'validation')
  const scored = await during(host.progress, ['evaluate', rows], (phase) =>
    scoreRows(trainer.scorer, dataset, spec.tasks, { split: 'validation' }, phase),
  )
  return Object.fromEntries(
    [...scored.tasks].map(([task, rows]) => {
      const sample = Sample.of(rows)
      const measured = recordOf(keepMetrics, (name) => measure(name, sample) ?? null)
      const counts = { rows: rows.labels.length, positives: sample.totals.positiveRows }
      const beside = {
        normalized_entropy: measure('normalized_entropy', sample) ?? null,
        base_rate_error: baseRateError(sample) ?? null,
      }
      return [task, { ...counts, ...measured, ...beside }]
    }),
  )
}

/** Errors: CTR5013. */
function keptValue(keep: NonNullable<Train['keep']>, validation: Readonly<Record<string, TaskEvaluation>>): number {
  const found = validation[keep.task]
  const value = found?.[keep.metric]
  if (typeof value === 'number') return value
  const { rows, positives } = found ?? { rows: 0, positives: 0 }
  throw new DiagnosticError([
    diagnostic('CTR5013', undefined, { metric: keep.metric, task: keep.task, split: 'validation', rows, positives }),
  ])
}
