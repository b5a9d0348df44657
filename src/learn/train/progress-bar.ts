import type { Terminal } from '../../host/terminal.ts'

/** The progress of a training, for a person at a terminal. */
export interface Standing {
  readonly step: number
  readonly steps: number
  readonly epochs: number
  readonly epoch: number
  readonly loss: number
  readonly rowsPerSecond: number
  readonly secondsLeft: number
}

/** A bar that is drawn over itself on a terminal, and nothing elsewhere; notes are lines of their own in both. */
export class ProgressBar {
  private drawn = false
  private lastDrawn = Number.NEGATIVE_INFINITY
  constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number,
  ) {}

  show(standing: Standing): void {
    if (!this.terminal.logIsTerminal || this.now() - this.lastDrawn < 100) return
    this.lastDrawn = this.now()
    this.drawn = true
    this.terminal.log(`\r\u001b[K${standingLine(standing, this.terminal.width)}`)
  }

  note(text: string): void {
    this.clear()
    this.terminal.log(`${text}\n`)
  }

  clear(): void {
    if (this.drawn) this.terminal.log('\r\u001b[K')
    this.drawn = false
  }
}

export function standingLine(at: Standing, width: number): string {
  const text =
    ` epoch ${Math.min(at.epochs, Math.floor(at.epoch) + 1)}/${at.epochs}  loss ${at.loss.toFixed(4)}` +
    `  ${Math.round(at.rowsPerSecond)} rows/s  ${clock(at.secondsLeft)} left`
  const room = Math.max(0, Math.min(30, width - text.length - 2))
  const done = Math.round((room * at.step) / at.steps)
  return `${'━'.repeat(done)}${'─'.repeat(room - done)}${text}`.slice(0, Math.max(0, width - 1))
}

/** 75 -> 1:15. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
