import type { PhaseName } from '../../../host/progress.ts'

/** What a person reads of a phase: what is done, and of what `done` and `total` are numbers. */
export interface PhaseWords {
  readonly words: string
  readonly unit: string
}

export const phaseWords: Readonly<Record<PhaseName, PhaseWords>> = {
  work: { words: 'working', unit: 'steps' },
  compile: { words: 'compiling the spec', unit: 'programs' },
  'open-run': { words: 'reading the run', unit: 'files' },
  'check-rows': { words: 'checking the rows', unit: 'rows' },
  'constant-features': { words: 'looking for constant features', unit: 'features' },
  'key-contracts': { words: 'comparing rows of equal keys', unit: 'levels' },
  'fit-vocabularies': { words: 'fitting vocabularies', unit: 'tables' },
  'fit-features': { words: 'fitting derived features', unit: 'passes' },
  'read-rows': { words: 'reading rows', unit: 'rows' },
  'order-rows': { words: 'ordering rows', unit: 'rows' },
  'make-graph': { words: 'making the graph', unit: 'graphs' },
  'starting-values': { words: 'making starting weights', unit: 'tables' },
  'start-engine': { words: 'starting the engine', unit: 'graphs' },
  train: { words: 'training', unit: 'rows' },
  'write-checkpoint': { words: 'writing a checkpoint', unit: 'files' },
  evaluate: { words: 'evaluating', unit: 'rows' },
  score: { words: 'scoring', unit: 'rows' },
  calibrate: { words: 'fitting calibrators', unit: 'tasks' },
  measure: { words: 'measuring', unit: 'slices' },
  'write-surface': { words: 'writing serving graphs', unit: 'surfaces' },
  'verify-surface': { words: 'verifying serving graphs', unit: 'surfaces' },
  'write-module': { words: 'writing the training module', unit: 'files' },
  'write-scores': { words: 'writing the scores', unit: 'rows' },
  examine: { words: 'examining this machine', unit: 'parts' },
}
