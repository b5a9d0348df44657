// Bundles bench/NAME.ts and runs it on this Node: `node scripts/bench.mjs NAME [arguments]`.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { textFoldersInEsbuild } from './text-folders.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [name, ...rest] = process.argv.slice(2)
const outfile = join(root, 'dist', 'bench', `${name}.mjs`)
await build({
  entryPoints: [join(root, 'bench', `${name}.ts`)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  plugins: [textFoldersInEsbuild],
})
const { status } = spawnSync(process.execPath, [...process.execArgv, outfile, ...rest], { stdio: 'inherit' })
process.exit(status ?? 1)
