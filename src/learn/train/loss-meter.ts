import type { StepResult } from '../../runtime/trainer.ts'

/** Losses added up over the steps since an evaluation, in all and by task: what a mean needs that goes on behind an interruption. */
export interface LossSums {
  readonly steps: number
  readonly sum: number
  readonly tasks: Readonly<Record<string, number>>
}

/** Mean losses since the last reset, and rows a second while it is not paused. */
export class LossMeter {
  private steps = 0
  private sum = 0
  private readonly sums = new Map<string, number>()
  private rows = 0
  private before = 0
  private runningSince: number | undefined
  /** `before`: of steps before an interruption. */
  constructor(
    private readonly now: () => number,
    before?: LossSums,
  ) {
    if (before !== undefined) {
      this.steps = before.steps
      this.sum = before.sum
      for (const [task, sum] of Object.entries(before.tasks)) this.sums.set(task, sum)
    }
    this.runningSince = now()
  }

  add({ loss, losses }: StepResult, rows: number): void {
    this.runningSince ??= this.now()
    this.steps++
    this.sum += loss
    this.rows += rows
    for (const [task, value] of losses) this.sums.set(task, (this.sums.get(task) ?? 0) + value)
  }

  /** Undefined where no step was added since the last reset. */
  get added(): LossSums | undefined {
    if (this.steps === 0) return undefined
    return { steps: this.steps, sum: this.sum, tasks: Object.fromEntries(this.sums) }
  }

  get loss(): number {
    return this.sum / Math.max(1, this.steps)
  }

  get losses(): ReadonlyMap<string, number> {
    return new Map([...this.sums].map(([task, sum]) => [task, sum / Math.max(1, this.steps)]))
  }

  get rowsPerSecond(): number {
    const running = this.runningSince === undefined ? 0 : Math.max(0, this.now() - this.runningSince)
    return (this.rows * 1000) / Math.max(1, this.before + running)
  }

  /** Evaluating is no training. */
  pause(): void {
    if (this.runningSince !== undefined) this.before += Math.max(0, this.now() - this.runningSince)
    this.runningSince = undefined
  }

  /** Forgets losses; the rate is over the whole run. */
  reset(): void {
    this.steps = 0
    this.sum = 0
    this.sums.clear()
    this.runningSince = this.now()
  }
}
