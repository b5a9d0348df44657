/** Runs the command line of this clone's bundle as a process of its own, and measures time and memory. For scripts/large-*.mjs. */
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './setup.mjs'

const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(2)} GB`

const readOr = (path, otherwise) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}

/** A line of a living process's memory (VmHWM, RssAnon), in bytes; 0 where the system does not report it. */
const memoryOf = (pid, line) =>
  1024 * Number(new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(readOr(`/proc/${pid}/status`, ''))?.[1] ?? 0)

/**
 * Runs `ctrc ARGS`. `killWhen`, asked ten times a second, kills it (SIGKILL) where it answers true. Prints a line, gives
 * { killed, seconds, peak, anonymous } in bytes; ends this process where the command fails. `peak` is VmHWM, where a page of a mapped
 * file counts in every mapping; `anonymous`, looked at ten times a second, counts no files.
 */
export async function measured(title, args, { killWhen = () => false } = {}) {
  const began = performance.now()
  const file = join(tmpdir(), `peak-memory-${process.pid}`)
  const child = spawn(process.execPath, [`${root}dist/ctrc.mjs`, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: `--import ${pathToFileURL(`${root}scripts/peak-memory.mjs`)}`,
      PEAK_MEMORY_FILE: file,
    },
  })
  let log = ''
  child.stderr.on('data', (text) => {
    log += text
  })
  let polled = 0
  let anonymous = 0
  const timer = setInterval(() => {
    polled = Math.max(polled, memoryOf(child.pid, 'VmHWM'))
    anonymous = Math.max(anonymous, memoryOf(child.pid, 'RssAnon'))
    if (killWhen()) child.kill('SIGKILL')
  }, 100)
  const { status, signal } = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => resolve({ status, signal }))
  })
  clearInterval(timer)
  const peak = Math.max(polled, Number(readOr(file, '0')))
  rmSync(file, { force: true })
  const seconds = (performance.now() - began) / 1000
  const killed = signal === 'SIGKILL'
  if (status !== 0 && !killed) {
    console.error(`${title}: ctrc ${args[0]} ended with ${status ?? signal}\n${log}`)
    process.exit(1)
  }
  console.log(
    `${title.padEnd(44)} ${seconds.toFixed(1).padStart(7)} s   peak ${gigabytes(peak)}, ${gigabytes(anonymous)} of it anonymous`,
  )
  return { killed, seconds, peak, anonymous }
}

export { gigabytes }
