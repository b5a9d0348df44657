/**
 * `ctrc check` as a whole process, beside an empty start of Node in the same run: what is above the control is ours.
 * `node bench/check-start.mjs [PATH]`, after `node scripts/build.mjs`. Medians of nine, milliseconds.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const path = process.argv[2] ?? 'specs/unified'

function median(args) {
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now()
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore' })
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`)
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[4]
}

const control = median(['-e', ''])
const check = median(['dist/ctrc.mjs', 'check', path])
console.log(`an empty Node ${control.toFixed(0)} ms, ctrc check ${path} ${check.toFixed(0)} ms: ${(check / control).toFixed(1)} times`)
