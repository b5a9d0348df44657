import type { ArtifactFolder } from '../../host/artifact-folders.ts'
import { entry } from '../entry.ts'
import { tooMuchMemory } from '../memory-wording.ts'
import { counted, insteadOf } from '../wording.ts'

/** CTR5001-CTR5999: training, runs, checkpoints, calibration, evaluation. */
export const learnDiagnostics = {
  // the run folder
  CTR5001: entry({
    title: 'run-folder-not-empty',
    severity: 'error',
    message: (at: { folder: string; holds: string }) =>
      `'${at.folder}' already holds ${at.holds}: continue it with --resume, or name another folder`,
  }),
  CTR5002: entry({
    title: 'not-a-run',
    severity: 'error',
    message: (at: { folder: string; found: readonly ArtifactFolder[] }) =>
      `'${at.folder}' is not a run of ctrc: it has no run.json${insteadOf('run', at.folder, at.found)}`,
  }),
  CTR5003: entry({
    title: 'run-of-another-spec',
    severity: 'error',
    message: (at: { folder: string; changed: readonly string[] }) =>
      `the run in '${at.folder}' was made from another version of the spec; since then changed: ${some(at.changed)}`,
  }),
  CTR5004: entry({
    title: 'damaged-run-file',
    severity: 'error',
    message: (at: { path: string; reason: string; advice: string }) =>
      `'${at.path}' is damaged: ${at.reason}; ${at.advice}`,
  }),
  CTR5005: entry({
    title: 'no-weights-yet',
    severity: 'error',
    message: (at: { folder: string; trainedBy: { readonly pid: number; readonly machine: string } | undefined }) =>
      at.trainedBy === undefined
        ? `the run in '${at.folder}' has no weights yet: it ended before its first evaluation; continue it with --resume`
        : `the run in '${at.folder}' has no weights yet: process ${at.trainedBy.pid} on ${at.trainedBy.machine} is training it; wait for its first evaluation`,
  }),
  CTR5006: entry({
    title: 'resume-mismatch',
    severity: 'error',
    message: (at: { what: string; was: string; is: string }) =>
      `--resume cannot change the ${at.what} of a run: it is ${at.was}, not ${at.is}`,
  }),
  CTR5007: entry({
    title: 'already-trained',
    severity: 'information',
    message: (at: { folder: string; steps: number }) =>
      `the run in '${at.folder}' is complete after ${counted(at.steps, 'step')}: there is nothing to resume`,
  }),

  CTR5014: entry({
    title: 'run-of-older-version',
    severity: 'error',
    message: (at: { folder: string; version: string; lacks: string }) =>
      `the run in '${at.folder}' was made by ctrc ${at.version}, whose runs do not hold ${at.lacks}: train it again, or use that version`,
  }),
  CTR5015: entry({
    title: 'digests-not-verified',
    severity: 'information',
    message: (at: { path: string }) => `the digests of the files in '${at.path}' were not verified (--no-digests)`,
  }),
  CTR5016: entry({
    title: 'run-read-otherwise',
    severity: 'error',
    message: (at: { folder: string; version: string; what: string }) =>
      `the spec that the run in '${at.folder}' keeps is whole, but this ctrc reads it otherwise than ctrc ${at.version}, which trained it: ` +
      `${at.what}; use that version, or train again`,
  }),

  // the training
  CTR5008: entry({
    title: 'not-trainable',
    severity: 'error',
    /** `datasets`: what it could be trained on, where it names none. */
    message: (at: { model: string; lacks: string; datasets: readonly string[] }) =>
      `model '${at.model}' cannot be trained: it has no ${at.lacks}` +
      (at.datasets.length === 0
        ? ''
        : `; name one by --dataset, or by 'dataset' in its train block (${at.datasets.join(', ')})`),
  }),
  CTR5009: entry({
    title: 'interrupted',
    severity: 'information',
    message: (at: { folder: string; step: number; steps: number }) =>
      `interrupted after step ${at.step} of ${at.steps}; the checkpoint is in '${at.folder}', continue it with --resume`,
  }),
  CTR5010: entry({
    title: 'loss-not-a-number',
    severity: 'error',
    message: (at: { step: number; loss: string; task: string | undefined }) =>
      `the loss${at.task === undefined ? '' : ` of ${at.task}`} is ${at.loss} at step ${at.step}: the training has diverged; ` +
      'try a lower learning rate or `clip: 1` (the last checkpoint is from before the divergence)',
  }),
  CTR5011: entry({
    title: 'task-without-labels',
    severity: 'error',
    message: (at: { task: string; split: string; rows: number }) =>
      `no row of split '${at.split}' (${at.rows}) has a label for task '${at.task}' on a surface that predicts it`,
  }),
  CTR5012: entry({
    title: 'score-not-a-number',
    severity: 'error',
    message: (at: { task: string; surface: string; score: string }) =>
      `${at.task} on ${at.surface} is scored ${at.score}: the weights are broken or a number overflows`,
  }),
  CTR5013: entry({
    title: 'metric-undefined',
    severity: 'error',
    message: (at: { metric: string; task: string; split: string; rows: number; positives: number }) =>
      `keep: best(${at.task}.${at.metric}) cannot select a checkpoint: the metric is undefined on split '${at.split}' (${counted(at.rows, 'labelled row')}, ${counted(at.positives, 'positive')})`,
  }),
  CTR5026: entry({
    title: 'worse-than-base-rate',
    severity: 'warning',
    message: (at: {
      worse: readonly {
        task: string
        logloss: number
        baseRate: number
        error: number | undefined
        auc: number | null
      }[]
    }) =>
      `on split 'validation' the model is worse than always predicting the base rate: ` +
      at.worse
        .map(
          ({ task, logloss, baseRate, error, auc }) =>
            `the log loss of ${task} is ${digits(logloss)}, that of its base rate ${digits(baseRate)} ` +
            `(normalized entropy ${digits(logloss / baseRate)}${error === undefined ? '' : `, standard error of the difference ${digits(error)}`}, AUC ${auc?.toFixed(4) ?? '-'})`,
        )
        .join('; ') +
      '; scale numbers that are large, lower the learning rate, or train longer',
  }),

  CTR5027: entry({
    title: 'more-memory-than-here',
    severity: 'warning',
    message: tooMuchMemory,
  }),

  // calibration and evaluation
  CTR5020: entry({
    title: 'thin-segment',
    severity: 'warning',
    message: (at: {
      task: string
      segment: string
      atLeast: number
      positives: number
      negatives: number
      takes: string
    }) =>
      `${at.task} on ${at.segment} has ${counted(at.positives, 'positive')} and ${counted(at.negatives, 'negative')}, fewer than the ${at.atLeast} of each that are required: it uses ${at.takes}`,
  }),
  CTR5021: entry({
    title: 'calibrator-falls-short',
    severity: 'warning',
    message: (at: { task: string; segment: string; reason: string }) =>
      `the calibrator of ${at.task} on ${at.segment} falls short: ${at.reason}`,
  }),
  CTR5022: entry({
    title: 'task-not-calibrated',
    severity: 'warning',
    message: (at: { task: string; model: string }) =>
      `model '${at.model}' has no calibrator for ${at.task}: it is served uncalibrated`,
  }),
  CTR5023: entry({
    title: 'calibration-of-other-weights',
    severity: 'error',
    message: (at: { folder: string }) =>
      `the calibration in '${at.folder}' was fitted on other weights than its best checkpoint: run ctrc calibrate again`,
  }),
  CTR5025: entry({
    title: 'calibrated-on-trained-rows',
    severity: 'warning',
    message: (at: { folder: string; split: string }) =>
      `the calibrators of '${at.folder}' are fitted on split '${at.split}', on which its weights were trained: ` +
      'they correct too little, and calibrated probabilities will be wrong on new rows; run ctrc calibrate on a held-out split',
  }),
  CTR5024: entry({
    title: 'run-not-calibrated',
    severity: 'warning',
    message: (at: { folder: string }) => `the run in '${at.folder}' is not calibrated: run ctrc calibrate first`,
  }),
  CTR5028: entry({
    title: 'nothing-to-calibrate',
    severity: 'error',
    message: (at: { model: string }) =>
      `model '${at.model}' declares no calibrator, so there is nothing to fit: declare one, as in 'calibrate click with platt', and train again`,
  }),
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ')
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown
}

/** Four digits, and no exponent where there need be none. */
const digits = (value: number): string => String(Number(value.toPrecision(4)))
