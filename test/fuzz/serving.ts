/**
 * Scores drawn batches with exported graphs: `npm run fuzz:serving -- --seconds N --seed S --count N`. Values are missing, infinite, extreme, lists
 * empty and too long, keys shared and missing. The host's path must give the same scores, statuses must be the documented ones, no row may depend on
 * another, and inputs that contradict each other must have no score. `--case N` repeats one batch.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasErrors } from '../../src/diagnostics/report.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { allForms, allFormsEntry } from '../serve/all-forms.ts'
import { smallSpec } from '../small-project.ts'
import { casesFromArguments } from './case-loop.ts'
import { Draw } from './draw.ts'
import { type FuzzedSpec, type FuzzedSurface, openSurfaces } from './serving-models.ts'
import { type Measured, servingProperties } from './serving-properties.ts'
import { drawnRows } from './serving-rows.ts'
import { generatedSpec } from './spec-generator.ts'
import { specPrograms } from './spec-programs.ts'

const cases = casesFromArguments()
const { seed } = cases

/** Specs that are drawn beside the written ones, by the seed. */
const drawnSpecs = 6
const unified = specPrograms(process.cwd()).find(({ name }) => name === '/specs/unified/engagement.ctr')!
const sentinels = allForms['/spec/shared.ctr']!.replace(
  'user_id : id in users',
  'user_id : id missing 7 in users',
).replace('country : string in words', 'country : string missing "a" in words')
const withoutDedupe = allForms['/spec/main.ctr']!.replace(/^serve .*$/m, '')
const specs: readonly FuzzedSpec[] = [
  unified,
  { name: 'all forms', entry: allFormsEntry, files: allForms },
  { name: 'all forms with sentinels', entry: allFormsEntry, files: { ...allForms, '/spec/shared.ctr': sentinels } },
  {
    name: 'all forms, nothing deduplicated',
    entry: allFormsEntry,
    files: { ...allForms, '/spec/main.ctr': withoutDedupe },
  },
  { name: 'the small project', entry: '/main.ctr', files: { '/main.ctr': smallSpec } },
  ...Array.from({ length: 10 * drawnSpecs }, (_, i) => ({
    name: `drawn ${i}`,
    entry: '/main.ctr',
    files: { '/main.ctr': generatedSpec(new Draw(seed, `spec ${i}`), { derived: false }) },
  }))
    .filter(({ files, entry }) => !hasErrors(checkEntry(memoryHost(files), entry).diagnostics))
    .slice(0, drawnSpecs),
]

const folder = mkdtempSync(join(tmpdir(), 'ctrc-fuzz-serving-'))
const surfaces: FuzzedSurface[] = []
const failures: string[] = []
const measured = new Map<string, Measured>()
let [count, rowsScored] = [0, 0]
try {
  for (const [i, spec] of specs.entries()) surfaces.push(...(await openSurfaces(spec, join(folder, `${i}`), seed)))
  count = await cases.run((number) => tryCase(number))
} finally {
  for (const surface of surfaces) await surface.close()
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${'batches'.padStart(9)}${'rows'.padStart(10)}  ${'farthest'.padEnd(9)}  property`)
for (const [name, { batches, rows, farthest }] of [...measured].sort())
  console.log(
    `${String(batches).padStart(9)}${String(rows).padStart(10)}  ${farthest.toExponential(2).padEnd(9)}  ${name}`,
  )
console.log(
  `${count} batches of ${rowsScored} rows on ${surfaces.length} surfaces of ${specs.length} specs from seed ${seed}, ${failures.length} failures`,
)
for (const failure of failures.slice(0, 20)) console.log(failure)
process.exitCode = failures.length === 0 && count > 0 ? 0 : 1

async function tryCase(number: number): Promise<void> {
  const draw = new Draw(seed, `batch ${number}`)
  const surface = draw.of(surfaces)
  const what = `case ${number}: ${surface.name}`
  cases.begin(number, what)
  const drawn = drawnRows(surface, draw)
  rowsScored += drawn.rows.rows.length
  for (const [name, property] of Object.entries(servingProperties)) {
    try {
      const { fault, rows, farthest } = await property(surface, drawn, draw)
      const before = measured.get(name) ?? { batches: 0, rows: 0, farthest: 0 }
      measured.set(name, {
        batches: before.batches + (rows > 0 ? 1 : 0),
        rows: before.rows + rows,
        farthest: Math.max(before.farthest, farthest),
      })
      if (fault !== undefined)
        failures.push(
          `FAILED ${what}, ${drawn.rows.rows.length} rows${drawn.extremes ? ', extremes' : ''}${drawn.keepsContract ? '' : ', broken contract'}: ${name}: ${fault}`,
        )
    } catch (error) {
      failures.push(`FAILED ${what}: ${name}: ${error instanceof Error ? error.stack?.slice(0, 800) : String(error)}`)
    }
  }
}
