// Bundles bench/NAME.ts and runs it on this Node: `node scripts/bench.mjs NAME [arguments]`.
import { spawnSync } from 'node:child_process'
import { bundled } from './bundled.mjs'

const [name, ...rest] = process.argv.slice(2)
const script = await bundled('bench', name)
const { status } = spawnSync(process.execPath, [...process.execArgv, script, ...rest], { stdio: 'inherit' })
process.exit(status ?? 1)
