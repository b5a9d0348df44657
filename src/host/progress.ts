/**
 * The parts of commands that may take long. What a person reads of each stands in one table (`tools/cli/progress/phases.ts`), which does not
 * compile without a new one.
 */
export type PhaseName =
  | 'work'
  | 'compile'
  | 'open-run'
  | 'check-rows'
  | 'constant-features'
  | 'key-contracts'
  | 'fit-vocabularies'
  | 'fit-features'
  | 'read-rows'
  | 'order-rows'
  | 'make-graph'
  | 'starting-values'
  | 'start-engine'
  | 'train'
  | 'write-checkpoint'
  | 'evaluate'
  | 'score'
  | 'calibrate'
  | 'measure'
  | 'write-surface'
  | 'verify-surface'
  | 'write-module'
  | 'write-scores'
  | 'examine'

/** Told what a command does at the moment. Who shows it to whom, and whether, is no matter of the work. */
export interface Progress {
  /**
   * Begins a part of the work within the one under way. `total`: how many of its units there are (the table names them), where that is
   * known; `done`: those that were done before.
   */
  phase(name: PhaseName, total?: number | undefined, done?: number): Phase
}

/** What a training has beside its rows. */
export interface TrainingFigures {
  /** The mean of late. */
  readonly loss: number
  /** Steps done, of all. */
  readonly step: number
  readonly steps: number
}

export interface Phase {
  /** So many units more are done. Cheap: some additions, called once a batch. */
  advance(count: number, training?: TrainingFigures): void
  /** Ends it, with all that began within it: what failed in between need not have ended its own. */
  end(): void
}

const noPhase: Phase = { advance: () => undefined, end: () => undefined }

/** For work that nobody watches. */
export const noProgress: Progress = { phase: () => noPhase }

/** Which phase, how many of its units there are, and how many of them were done before. */
export type PhaseStart = readonly [name: PhaseName, total?: number | undefined, done?: number]

/** Does work in a phase of its own. */
export async function during<Result>(
  progress: Progress,
  start: PhaseStart,
  work: (phase: Phase) => Promise<Result> | Result,
): Promise<Result> {
  const phase = progress.phase(...start)
  try {
    return await work(phase)
  } finally {
    phase.end()
  }
}

/** The same of work that does not wait. */
export function inPhase<Result>(progress: Progress, start: PhaseStart, work: (phase: Phase) => Result): Result {
  const phase = progress.phase(...start)
  try {
    return work(phase)
  } finally {
    phase.end()
  }
}
