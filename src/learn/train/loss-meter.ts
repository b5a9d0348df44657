import type { StepResult } from '../../runtime/trainer.ts'

/** Mean losses since the last reset, and rows a second while it is not paused. */
export class LossMeter {
  private steps = 0
  private sum = 0
  private readonly sums = new Map<string, number>()
  private rows = 0
  private before = 0
  private runningSince: number | undefined
  constructor(private readonly now: () => number) {
    this.runningSince = now()
  }

  add({ loss, losses }: StepResult, rows: number): void {
    this.runningSince ??= this.now()
    this.steps++
    this.sum += loss
    this.rows += rows
    for (const [task, value] of losses) this.sums.set(task, (this.sums.get(task) ?? 0) + value)
  }

  get loss(): number {
    return this.sum / Math.max(1, this.steps)
  }

  get losses(): ReadonlyMap<string, number> {
    return new Map([...this.sums].map(([task, sum]) => [task, sum / Math.max(1, this.steps)]))
  }

  get rowsPerSecond(): number {
    const running = this.runningSince === undefined ? 0 : this.now() - this.runningSince
    return (this.rows * 1000) / Math.max(1, this.before + running)
  }

  /** Evaluating is no training. */
  pause(): void {
    if (this.runningSince !== undefined) this.before += this.now() - this.runningSince
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
