/**
 * What `npm start` and `npm test` need before their work: the dependencies of the lockfile, installed. Lifecycle scripts are off
 * (.npmrc: onnxruntime-node's downloads GPU parts), and with them `prestart` and `pretest`, so each script calls this itself.
 * Node's own modules only: it runs before there are others.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a command with this terminal, in the project's folder where no other is named; gives its exit status. */
export function run(command, args, { env = {}, quiet = false, cwd = root } = {}) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd,
    stdio: quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit',
    env: { ...process.env, ...env },
  })
  if (error !== undefined) console.error(`${command}: ${error.message}`)
  return status ?? (signal === 'SIGINT' ? 130 : 1)
}

/** Runs a command and ends this process where it fails. */
export function must(command, args, options) {
  const status = run(command, args, options)
  if (status !== 0) process.exit(status)
}

/** Runs a program of node_modules by its script, without npx's start-up. */
export const bin = (path, args, options) => run(process.execPath, [`node_modules/${path}`, ...args], options)

const read = (path) => JSON.parse(readFileSync(`${root}${path}`, 'utf8'))

/** Whether node_modules holds what the lockfile lists: npm keeps what it installed in node_modules/.package-lock.json. */
function isInstalled() {
  if (!existsSync(`${root}node_modules/.package-lock.json`)) return false
  const wanted = read('package-lock.json').packages
  const installed = read('node_modules/.package-lock.json').packages
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => {
    if (path === '' || optional === true || peer === true) return true
    return installed[path]?.version === version
  })
}

export function setUp() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`ctrc needs Node 20.19 or newer; this is ${process.versions.node}`)
    process.exit(3)
  }
  if (isInstalled()) return
  console.error('Installing the dependencies of package-lock.json ...')
  const npm = process.env.npm_execpath
  const args = ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error']
  if (npm?.endsWith('.js')) must(process.execPath, [npm, ...args])
  else must('npm', args)
}
