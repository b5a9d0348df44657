/** Bundles src/tools/cli/main.ts to dist/ctrc.mjs; what commands load lazily becomes chunks beside it. */
import { chmodSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { textFoldersInEsbuild } from './text-folders.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Native libraries, and packages that find files beside themselves. All else is bundled: from node_modules chevrotain alone costs 350 ms. */
const external = ['onnxruntime-node', '@duckdb/*', '@tensorflow/*', 'onnx-proto', 'protobufjs', 'protobufjs/*']

/** Built beside and put in place whole: a build that fails leaves the previous bundle. */
const made = `dist.${process.pid}`

await build({
  absWorkingDir: root,
  entryPoints: { ctrc: 'src/tools/cli/main.ts', 'progress-thread': 'src/tools/cli/progress/thread.ts' },
  outdir: made,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'linked',
  sourcesContent: false,
  // Packages in CommonJS that are bundled (commander) call require for Node's own modules.
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'\nconst require = createRequireOfBundle(import.meta.url)",
  },
  plugins: [textFoldersInEsbuild],
  external,
  logLevel: 'warning',
}).catch((failure) => {
  rmSync(`${root}${made}`, { recursive: true, force: true })
  console.error(`The bundle was not made: ${failure.errors?.length ?? 'some'} errors.`)
  process.exit(1)
})
chmodSync(`${root}${made}/ctrc.mjs`, 0o755)
rmSync(`${root}dist`, { recursive: true, force: true })
renameSync(`${root}${made}`, `${root}dist`)
