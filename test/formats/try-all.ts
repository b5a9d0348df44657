/**
 * `npm run check:formats`: public samples' shapes, each made from a seed, with a spec as somebody writes it who has not looked closely. What
 * `ctrc check --data` prints must mend it, and what then passes must train. Prints a table; `--only NAME` tries one and shows its query.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { formats } from './table/table.ts'
import { tryFormat } from './try-format.ts'

const { values: options } = parseArgs({ options: { only: { type: 'string' }, seed: { type: 'string', default: '1' } } })
const chosen = Object.entries(formats).filter(([name]) => options.only === undefined || name === options.only)
if (chosen.length === 0) throw new Error(`there is no format '${options.only}': ${Object.keys(formats).join(', ')}`)

let failed = 0
console.log(`${'format'.padEnd(18)} ${'rounds'.padEnd(7)} ${'met'.padEnd(24)} about`)
for (const [name, format] of chosen) {
  const folder = mkdtempSync(join(tmpdir(), 'ctrc-format-'))
  try {
    const { met, rounds, query, fault } = await tryFormat(name, format, folder, Number(options.seed))
    const unexpected =
      met.join(' ') === format.meets.join(' ') ? undefined : `meets ${met.join(' ')}, not ${format.meets.join(' ')}`
    const wrong = fault ?? unexpected
    console.log(
      `${name.padEnd(18)} ${String(rounds).padEnd(7)} ${met.join(' ').padEnd(24)} ${format.like}: ${format.about}`,
    )
    if (options.only !== undefined) console.log(query)
    if (wrong === undefined) continue
    failed++
    console.log(`  FAILED: ${wrong}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
console.log(`${chosen.length - failed} of ${chosen.length} formats train`)
process.exitCode = failed === 0 ? 0 : 1
