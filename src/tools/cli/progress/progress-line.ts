import { phaseWords } from './phases.ts'
import type { Reading } from './standing.ts'

/** What a line shows beside the phase. */
export interface Figures {
  /** `train`, `eval`, ... */
  readonly command: string
  /** Units a second, where some are done. */
  readonly perSecond: number | undefined
  /** Milliseconds since the phase began. */
  readonly elapsed: number
  /** Resident bytes of the process. */
  readonly memory: number
}

/** What a narrow terminal is not shown, the least needed first. */
const dispensable = ['of memory', 'share', 'loss', 'rows'] as const
type Dispensable = (typeof dispensable)[number]

/**
 * `train: training, step 12 of 300, 1,200 of 30,000 rows (4 %), loss 0.6123, 400 rows/s, 1:12 left, 312 MB of memory`, and shorter where it would be longer
 * than `width`.
 */
export function progressLine(reading: Reading, figures: Figures, width = Number.POSITIVE_INFINITY): string {
  const lines = [0, 1, 2, 3, 4].map((left) => lineOf(reading, figures, new Set(dispensable.slice(left))))
  return lines.find((line) => line.length <= width) ?? lines.at(-1)!.slice(0, Math.max(0, width))
}

function lineOf({ name, done, total, training }: Reading, at: Figures, shows: ReadonlySet<Dispensable>): string {
  const { words, unit } = phaseWords[name]
  // Where there are steps, they are enough.
  const hasCount = (total !== undefined || done > 0) && (training === undefined || shows.has('rows'))
  return [
    `${at.command}: ${words}`,
    ...(training === undefined ? [] : [`step ${amount(training.step)} of ${amount(training.steps)}`]),
    ...(hasCount ? [countText(done, total, unit, shows.has('share'))] : []),
    ...(training === undefined || !shows.has('loss') ? [] : [`loss ${training.loss.toFixed(4)}`]),
    ...(at.perSecond === undefined ? [] : [`${rateText(at.perSecond)} ${unit}/s`]),
    timeText(done, total, at),
    `${memoryText(at.memory)}${shows.has('of memory') ? ' of memory' : ''}`,
  ].join(', ')
}

function countText(done: number, total: number | undefined, unit: string, withShare: boolean): string {
  if (total === undefined || total === 0) return `${amount(done)} ${unit}`
  const count = `${amount(done)} of ${amount(total)} ${unit}`
  return withShare ? `${count} (${Math.floor((100 * Math.min(done, total)) / total)} %)` : count
}

/** The time left by the rate; where it is not known, the time so far. */
function timeText(done: number, total: number | undefined, { perSecond, elapsed }: Figures): string {
  if (total === undefined || perSecond === undefined) return `${clock(elapsed / 1000)} so far`
  return `${clock(Math.max(0, total - done) / perSecond)} left`
}

const amount = (value: number): string => Math.round(value).toLocaleString('en-US')

const rateText = (value: number): string => (value >= 10 ? amount(value) : value.toFixed(value >= 1 ? 1 : 2))

const memoryText = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${Math.round(bytes / 1e6)} MB`

/** 75 -> 1:15, 3675 -> 1:01:15. */
function clock(seconds: number): string {
  const whole = Math.round(seconds)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}
