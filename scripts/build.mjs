/** Bundles src/tools/cli/main.ts to dist/ctrc.mjs; what commands load lazily becomes chunks beside it. */
import { chmodSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { textFoldersInEsbuild } from './text-folders.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Native libraries, and packages that find files beside themselves. All else is bundled: from node_modules chevrotain alone costs 350 ms. */
const external = ['onnxruntime-node', '@duckdb/node-api', '@tensorflow/*', 'onnx-proto', 'protobufjs', 'protobufjs/*']

rmSync(`${root}dist`, { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: { ctrc: 'src/tools/cli/main.ts' },
  outdir: 'dist',
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
})
chmodSync(`${root}dist/ctrc.mjs`, 0o755)
