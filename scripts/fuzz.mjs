/**
 * `npm run fuzz:NAME -- --seconds N --seed S`: bundles test/fuzz/NAME.ts and runs it. Where a case kills the process or hangs (a library's
 * native code may), it is reported as a failure and the next process goes on behind it.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { must, root, setUp } from './setup.mjs'

setUp()
const { bundled } = await import('./bundled.mjs')

const [name, ...given] = process.argv.slice(2)
// Some run whole processes.
must(process.execPath, [`${root}scripts/build.mjs`])
const script = await bundled('test/fuzz', name)
const folder = mkdtempSync(join(tmpdir(), 'ctrc-fuzzed-'))
const underway = join(folder, 'underway')
const seconds = Number(given[given.indexOf('--seconds') + 1] ?? 60) || 60
const end = Date.now() + 1000 * seconds
let failed = false
/** A case has this long, setting up and a busy machine included. */
const patience = 120_000

for (let first = 0; ; ) {
  const left = Math.max(1, Math.round((end - Date.now()) / 1000))
  const args = [...given, '--seconds', String(left), '--first', String(first), '--underway', underway]
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' })
  const finished = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })))
  let hung = false
  const watch = setInterval(() => {
    if (existsSync(underway) && Date.now() - statSync(underway).mtimeMs > patience) {
      hung = true
      child.kill('SIGKILL')
    }
  }, 1000)
  const { code, signal } = await finished
  clearInterval(watch)
  if (signal === null && (code === 0 || code === 1)) {
    failed ||= code === 1
    break
  }
  failed = true
  const [number, what] = existsSync(underway) ? readFileSync(underway, 'utf8').split('\n') : []
  console.log(`FAILED ${what ?? 'the set-up'}: the process ${hung ? 'hung' : `ended with ${signal ?? code}`}`)
  if (number === undefined || Date.now() > end) break
  first = Number(number) + 1
  await after(100)
}
rmSync(folder, { recursive: true, force: true })
process.exitCode = failed ? 1 : 0
