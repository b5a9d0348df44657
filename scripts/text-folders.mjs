/**
 * `import texts from './*.ctr'` gives every file of that folder and ending as text, by its name without the ending:
 * `{ dcnv2: '/// Deep & Cross ...', ... }`. The bundle and the tests read them by the same rule, one plugin for each.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const pattern = /\*\.(ctr|md)$/

/** The module's text, and the files that it was made from. */
function textFolder(path) {
  const folder = dirname(path)
  const ending = path.slice(path.lastIndexOf('.'))
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(ending) && name !== 'README.md')
    .sort()
    .map((name) => resolve(folder, name))
  const texts = Object.fromEntries(
    files.map((file) => [file.slice(folder.length + 1, -ending.length), readFileSync(file, 'utf8')]),
  )
  return { folder, files, code: `export default ${JSON.stringify(texts, null, 1)}\n` }
}

export const textFoldersInEsbuild = {
  name: 'text-folders',
  setup(build) {
    build.onResolve({ filter: pattern }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path),
      namespace: 'text-folder',
    }))
    build.onLoad({ filter: pattern, namespace: 'text-folder' }, ({ path }) => {
      const { folder, files, code } = textFolder(path)
      return { contents: code, loader: 'js', watchFiles: files, watchDirs: [folder] }
    })
  },
}

export const textFoldersInVite = {
  name: 'text-folders',
  enforce: 'pre',
  resolveId: (source, importer) =>
    pattern.test(source) && importer !== undefined
      ? `\0text-folder:${resolve(dirname(importer), source)}.js`
      : undefined,
  load(id) {
    if (!id.startsWith('\0text-folder:')) return undefined
    const { files, code } = textFolder(id.slice('\0text-folder:'.length, -'.js'.length))
    for (const file of files) this.addWatchFile(file)
    return code
  },
}
