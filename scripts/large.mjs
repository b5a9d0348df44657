/** `npm run check:large`: every scripts/large-*.mjs, with the arguments given (`--sample` for small sizes). */
import { readdirSync } from 'node:fs'
import { must, root } from './setup.mjs'

for (const name of readdirSync(`${root}scripts`)
  .filter((each) => /^large-.*\.mjs$/.test(each))
  .sort())
  must(process.execPath, [`${root}scripts/${name}`, ...process.argv.slice(2)])
