/** Where a command writes. Results go to `out` alone; progress and logs go to `log`. */
export interface Terminal {
  out(text: string): void
  log(text: string): void
  /** Whether a person watches standard output (colours) and standard error (progress bars). */
  readonly outIsTerminal: boolean
  readonly logIsTerminal: boolean
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number
}

export const processTerminal = (): Terminal => ({
  out: (text) => void process.stdout.write(text),
  log: (text) => void process.stderr.write(text),
  outIsTerminal: process.stdout.isTTY === true,
  logIsTerminal: process.stderr.isTTY === true,
  width: process.stderr.columns ?? process.stdout.columns ?? 80,
})

/** Keeps what is written, for tests. */
export function recordedTerminal(): Terminal & { readonly written: { out: string; log: string } } {
  const written = { out: '', log: '' }
  return {
    written,
    out: (text) => {
      written.out += text
    },
    log: (text) => {
      written.log += text
    },
    outIsTerminal: false,
    logIsTerminal: false,
    width: 80,
  }
}
