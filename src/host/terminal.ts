import { writeSync } from 'node:fs'

/** Where a command writes. Results go to `out` alone; progress and logs go to `log`. */
export interface Terminal {
  out(text: string): void
  log(text: string): void
  /** All of standard input. */
  input(): Promise<Uint8Array>
  /** Whether a person watches standard output (colours) and standard error (progress bars). */
  readonly outIsTerminal: boolean
  readonly logIsTerminal: boolean
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number
}

/** A terminal that was never told its size has 0 columns. */
const columnsOf = ({ columns }: NodeJS.WriteStream): number | undefined => (columns > 0 ? columns : undefined)

export const processTerminal = (): Terminal => ({
  out: (text) => void process.stdout.write(text),
  log: (text) => void process.stderr.write(text),
  async input() {
    const pieces: Buffer[] = []
    for await (const piece of process.stdin) pieces.push(piece)
    return Buffer.concat(pieces)
  },
  outIsTerminal: process.stdout.isTTY === true,
  logIsTerminal: process.stderr.isTTY === true,
  get width() {
    return columnsOf(process.stderr) ?? columnsOf(process.stdout) ?? 80
  },
})

/** Whether a line on the log can be drawn over itself: a person watches, and the terminal knows how. Colours are no part of it. */
export const logIsDrawn = ({ logIsTerminal }: Terminal, { TERM, CI = '' }: NodeJS.ProcessEnv = process.env): boolean =>
  logIsTerminal && TERM !== 'dumb' && (CI === '' || CI === 'false')

/** Writes to the log from any thread, whatever the others do. What can't be written is lost: for progress alone. */
export function writeToLog(text: string): void {
  try {
    writeSync(2, text)
  } catch {
    // A terminal that is gone, or a pipe that is full: the work goes on.
  }
}

/** Keeps what is written, for tests; `input` is what is read. */
export function recordedTerminal(input = ''): Terminal & { readonly written: { out: string; log: string } } {
  const written = { out: '', log: '' }
  return {
    written,
    out: (text) => {
      written.out += text
    },
    log: (text) => {
      written.log += text
    },
    input: async () => new TextEncoder().encode(input),
    outIsTerminal: false,
    logIsTerminal: false,
    width: 80,
  }
}
