import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** The bundled command line, in the project's folder, where npm runs its scripts; `npm run test:slow` and the fuzzers make it first. */
export const bundle = join(process.cwd(), 'dist', 'ctrc.mjs')

export interface Finished {
  readonly exit: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly log: string
  /** Of the whole process. */
  readonly milliseconds: number
}

/** A process of the command line: what it came to, and a way to disturb it. */
export function start(args: readonly string[], cwd: string) {
  const began = performance.now()
  const child = spawn(process.execPath, [bundle, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const written = { out: '', log: '' }
  const watchers: (() => void)[] = []
  child.stdout.on('data', (data) => {
    written.out += data
  })
  child.stderr.on('data', (data) => {
    written.log += data
    for (const watch of watchers) watch()
  })
  return {
    child,
    finished: new Promise<Finished>((resolve) => {
      child.on('close', (exit, signal) =>
        resolve({ exit, signal, ...written, milliseconds: performance.now() - began }),
      )
    }),
    /** When standard error has matched. */
    logged: (pattern: RegExp) =>
      new Promise<void>((resolve) => {
        const watch = (): void => {
          if (pattern.test(written.log)) resolve()
        }
        watchers.push(watch)
        watch()
      }),
  }
}

export const ctrc = (args: readonly string[], cwd: string): Promise<Finished> => start(args, cwd).finished
