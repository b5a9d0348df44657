import { Worker } from 'node:worker_threads'
import { logIsDrawn, type Terminal } from '../../../host/terminal.ts'
import type { DrawingMode } from './drawing.ts'
import { type ShownProgress, shownProgress } from './shown-progress.ts'

/** What the thread that draws is given. */
export interface DrawingData {
  readonly buffer: SharedArrayBuffer
  readonly mode: DrawingMode
  readonly command: string
  /** When the process began. Milliseconds since 1970. */
  readonly began: number
}

/**
 * Progress of this process's command. A thread of its own draws it (`thread`: where its code is): graphs are made, engines started and metrics
 * measured on the main one, which turns to nothing else meanwhile.
 */
export function processProgress(terminal: Terminal, command: string, thread: URL): ShownProgress {
  const mode: DrawingMode = logIsDrawn(terminal) ? 'live' : 'plain'
  const shown = shownProgress({
    terminal,
    now: () => Date.now(),
    startDrawing({ buffer }) {
      const workerData: DrawingData = { buffer, mode, command, began: performance.timeOrigin }
      const worker = new Worker(thread, { workerData })
      // A command does its work whether or not someone can watch.
      worker.on('error', () => undefined)
      worker.unref()
    },
  })
  process.on('exit', () => shown.close())
  return shown
}
