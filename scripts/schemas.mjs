/**
 * `node scripts/schemas.mjs`: compiles src/schemas/*.schema.json to src/schemas/generated.mjs, code that imports nothing, so that ctrc needs
 * no schema library where it runs. test/schemas/generated.test.ts compares the two.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'

const folder = fileURLToPath(new URL('../src/schemas/', import.meta.url))
const shared = 'definitions'

const heading = `// Made by scripts/schemas.mjs from the *.schema.json beside it. Do not edit.
`

/** The text of generated.mjs: one exported function for each schema, by the schema's $id. */
export function generated() {
  const schemas = readdirSync(folder)
    .filter((name) => name.endsWith('.schema.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(folder + name, 'utf8')))
  const ajv = new Ajv.default({
    schemas,
    messages: false,
    allowUnionTypes: true,
    strictRequired: false,
    code: { source: true, esm: true },
  })
  const checked = schemas.map(({ $id }) => $id).filter((id) => id !== shared)
  return `${heading}${standaloneCode.default(ajv, Object.fromEntries(checked.map((id) => [id, id])))}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(`${folder}generated.mjs`, generated())
