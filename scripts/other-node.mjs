/**
 * `npm run test:node`: the quick tests on another Node than this one, the newest LTS that is supported unless a version is given.
 * Its binary comes as an npm package, into .node/, which git ignores.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { must, root, run, setUp } from './setup.mjs'

const newest = '24.21.0'

setUp()
const version = process.argv[2] ?? newest
const platform = process.platform === 'win32' ? 'win' : process.platform
const name = `node-${platform}-${process.arch}`
const folder = join(root, '.node', version)
const node = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
if (!existsSync(node)) {
  console.error(`Fetching Node ${version} ...`)
  const npm = process.env.npm_execpath
  const args = [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--ignore-scripts',
    '--loglevel=error',
    `${name}@${version}`,
  ]
  if (npm?.endsWith('.js')) must(process.execPath, [npm, ...args])
  else must('npm', args)
}
must(node, ['--version'])
process.exit(run(node, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(3)]))
