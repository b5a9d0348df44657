import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const bundle = fileURLToPath(new URL('../dist/ctrc.mjs', import.meta.url))

/** A path as one would type it here. @param {string} path @returns {string} */
export const show = (path) => relative(process.cwd(), path) || '.'

/**
 * Runs `ctrc` as a shell would, and prints the command; ends this process where it fails. With `--format json` gives what it printed.
 * @param {...string} args
 */
export function ctrc(...args) {
  if (!existsSync(bundle)) {
    process.stderr.write(`${show(bundle)} is not there: npm run build makes it\n`)
    process.exit(1)
  }
  const json = args.includes('json')
  console.log(`\n$ ctrc ${args.join(' ')}`)
  const done = spawnSync(process.execPath, [bundle, ...args], {
    stdio: ['ignore', json ? 'pipe' : 'inherit', 'inherit'],
    maxBuffer: 2 ** 28,
  })
  if (done.status === 0) return json ? JSON.parse(done.stdout.toString()) : undefined
  if (json) process.stdout.write(done.stdout)
  return process.exit(done.status ?? 1)
}
