/** Bundles a TypeScript file of this project beside its packages, for scripts that run one without the command line. */
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './setup.mjs'
import { textFoldersInEsbuild } from './text-folders.mjs'

/** The path of the bundle of FOLDER/NAME.ts. */
export async function bundled(folder, name) {
  const outfile = join(root, 'dist', folder, `${name}.mjs`)
  await build({
    entryPoints: [join(root, folder, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [textFoldersInEsbuild],
    logLevel: 'warning',
  })
  return outfile
}
