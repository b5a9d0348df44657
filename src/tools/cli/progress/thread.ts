import { workerData } from 'node:worker_threads'
import { writeToLog } from '../../../host/terminal.ts'
import { Drawing } from './drawing.ts'
import type { DrawingData } from './process-progress.ts'
import { Standing } from './standing.ts'

/** The thread that draws: the second entry of the bundle (scripts/build.mjs). It ends with the process. */
const { buffer, mode, command, began }: DrawingData = workerData
const drawing = new Drawing(new Standing(buffer), {
  ...{ mode, command, began },
  now: () => Date.now(),
  memory: () => process.memoryUsage.rss(),
  write: writeToLog,
})
setInterval(() => drawing.tick(), 100)
