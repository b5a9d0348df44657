import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { memoryHost } from '../../src/host/memory.ts'
import { resolveProgram } from '../../src/language/resolve/resolve-program.ts'
import { allForms, allFormsEntry } from '../serve/all-forms.ts'
import { smallSpec } from '../small-project.ts'

/** A program of texts by path, to be changed. */
export interface SpecProgram {
  readonly name: string
  readonly entry: string
  readonly files: Readonly<Record<string, string>>
  /** The user's own files that the program reads: those that are worth changing. */
  readonly read: readonly string[]
}

/** Specs, examples, the conformance cases, and the programs of other tests, their tables a thousand times smaller: what is tried is not memory. */
export function specPrograms(root: string): readonly SpecProgram[] {
  const found = [
    ...['specs', 'examples', 'src/tools/cli/init/template'].flatMap((folder) => {
      const files = textsBelow(join(root, folder), `/${folder}`)
      const entries = Object.keys(files).filter((path) => /^model /m.test(files[path]!) && path.endsWith('.ctr'))
      return entries.map((entry) => ({ name: entry, entry, files }))
    }),
    ...conformance(textsBelow(join(root, 'test/conformance'), '/conformance')),
    { name: 'all forms', entry: allFormsEntry, files: allForms },
    { name: 'the small project', entry: '/main.ctr', files: { '/main.ctr': smallSpec } },
  ]
  return found.map((each) => ({ ...each, read: filesRead(each) }))
}

/** A case is a file, or a folder with a `main.ctr`. */
function conformance(files: Readonly<Record<string, string>>): readonly Omit<SpecProgram, 'read'>[] {
  const isOfFolder = (path: string): boolean =>
    path !== `${dirname(path)}/main.ctr` && `${dirname(path)}/main.ctr` in files
  return Object.keys(files)
    .filter((path) => !basename(path).startsWith('_') && !isOfFolder(path))
    .map((entry) => ({ name: entry, entry, files }))
}

function textsBelow(folder: string, as: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => /\.(ctr|sql|txt)$/.test(path))
    .sort()
  return Object.fromEntries(
    paths.map((path) => [`${as}/${path}`, smallTables(readFileSync(join(folder, path), 'utf8'))]),
  )
}

const smallTables = (text: string): string =>
  text
    .replaceAll(/(hash|range)\((\d+)(_000_000|M)\)/g, '$1($2_000)')
    .replaceAll(/(hash|range)\((\d+)(_000|K)\)/g, '$1($2)')

function filesRead({ files, entry }: Pick<SpecProgram, 'files' | 'entry'>): readonly string[] {
  const { program } = resolveProgram(memoryHost(files), entry)
  return [...(program?.files.keys() ?? [])].filter((path) => path in files).sort()
}
