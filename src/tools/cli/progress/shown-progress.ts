import type { Phase, Progress } from '../../../host/progress.ts'
import type { Terminal } from '../../../host/terminal.ts'
import { clearLine } from './drawing.ts'
import { Standing } from './standing.ts'

/** A command's progress, and the terminal by which everything else is written past the line that shows it. */
export interface ShownProgress {
  readonly progress: Progress
  readonly terminal: Terminal
  /** Takes the line away and shows nothing further: at the end of the process, in whichever way it comes. */
  close(): void
}

export interface ShownProgressOptions {
  readonly terminal: Terminal
  /** Milliseconds. */
  readonly now: () => number
  /** Begins to draw what stands in it, beside this thread. Called once, where a command has parts that may take long. */
  readonly startDrawing: (standing: Standing) => void
}

export function shownProgress({ terminal, now, startDrawing }: ShownProgressOptions): ShownProgress {
  const standing = new Standing()
  let isStarted = false

  const start = (): void => {
    if (isStarted) return
    isStarted = true
    startDrawing(standing)
  }
  const clear = (isDrawn: boolean): void => {
    if (isDrawn) terminal.log(clearLine)
  }
  const begun = (depth: number): Phase => ({
    advance(count, training) {
      // A window may have been made narrower.
      standing.width = terminal.width
      standing.advance(depth, count, training)
    },
    end() {
      if (standing.pop(depth) === 0 && isStarted) standing.exclusively(clear)
    },
  })

  return {
    progress: {
      phase(name, total, done = 0) {
        standing.width = terminal.width
        const depth = standing.push(name, done, total, now())
        // The whole of a command is the first phase: one without others is quick.
        if (depth > 0) start()
        return begun(depth)
      },
    },
    terminal: {
      out(text) {
        if (isStarted) standing.exclusively(clear)
        terminal.out(text)
      },
      log(text) {
        if (!isStarted) return terminal.log(text)
        standing.exclusively((isDrawn) => terminal.log(isDrawn ? clearLine + text : text))
      },
      input: () => terminal.input(),
      outIsTerminal: terminal.outIsTerminal,
      logIsTerminal: terminal.logIsTerminal,
      get width() {
        return terminal.width
      },
    },
    close() {
      if (!isStarted) return
      standing.shut()
      standing.exclusively(clear)
    },
  }
}
