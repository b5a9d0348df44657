import { progressLine } from './progress-line.ts'
import { Rate } from './rate.ts'
import type { Reading, Standing } from './standing.ts'

/** Takes the cursor to the start of its line, and what is written there away. */
export const clearLine = '\r\u001b[K'

/** How progress is shown: one line drawn over itself, or a line of text now and then. */
export type DrawingMode = 'live' | 'plain'

interface Times {
  /** Milliseconds since the command began: those that take less show nothing. */
  readonly first: number
  readonly every: number
}

const times: Readonly<Record<DrawingMode, Times>> = {
  live: { first: 2000, every: 200 },
  plain: { first: 4000, every: 10_000 },
}

export interface DrawingOptions {
  readonly mode: DrawingMode
  readonly command: string
  /** When the command began, by `now`. Milliseconds. */
  readonly began: number
  readonly now: () => number
  /** Resident bytes of the process. */
  readonly memory: () => number
  readonly write: (text: string) => void
}

/** Shows where a command stands, at each `tick` at which something is due. */
export class Drawing {
  private rate: { readonly serial: number; readonly rate: Rate }[] = []
  private lastTick: { readonly at: number; readonly serial: number } | undefined
  private due: number

  constructor(
    private readonly standing: Standing,
    private readonly options: DrawingOptions,
  ) {
    this.due = options.began + times[options.mode].first
  }

  tick(): void {
    const { options, standing } = this
    const now = options.now()
    const reading = standing.read()
    if (reading === undefined) return
    const perSecond = this.observed(reading, now)
    if (now < this.due) return
    const { command, memory, mode } = options
    const elapsed = now - reading.began
    const figures = { command, perSecond, elapsed, memory: memory() }
    // As wide as the terminal it would be broken, and only its last part drawn over.
    const line =
      mode === 'live'
        ? clearLine + progressLine(reading, figures, standing.width - 1)
        : `${progressLine(reading, figures)}\n`
    if (standing.draw(mode === 'live', () => options.write(line))) this.due = now + times[mode].every
  }

  /** The phase's rate, each tick counting for the phase that was under way at the one before too. */
  private observed({ depth, serial, done }: Reading, now: number): number | undefined {
    const known = this.rate[depth]?.serial === serial ? this.rate[depth] : { serial, rate: new Rate(done) }
    this.rate[depth] = known
    known.rate.observe(this.lastTick?.serial === serial ? now - this.lastTick.at : 0, done)
    this.lastTick = { at: now, serial }
    return known.rate.perSecond
  }
}
