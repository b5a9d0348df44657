/**
 * `npm run ctrc -- ARGUMENTS`: the command line of this clone, bundled again where a source is newer than the bundle. It works in the folder
 * in which npm was called, as `ctrc` would: npm itself goes to the project's.
 */
import { readdirSync, statSync } from 'node:fs'
import { must, root, run, setUp } from './setup.mjs'

const bundle = `${root}dist/ctrc.mjs`

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

const newest = (folder) =>
  Math.max(
    0,
    ...readdirSync(folder, { withFileTypes: true, recursive: true }).map((each) =>
      changedAt(`${each.parentPath ?? each.path}/${each.name}`),
    ),
  )

setUp()
if (Math.max(newest(`${root}src`), newest(`${root}docs/diagnostics`)) > changedAt(bundle))
  must(process.execPath, [`${root}scripts/build.mjs`])
process.exit(run(process.execPath, [bundle, ...process.argv.slice(2)], { cwd: process.env.INIT_CWD ?? process.cwd() }))
