import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type DiagnosticCode, registry } from '../../src/diagnostics/registry.ts'

/** Ranges of codes, by what finds them. */
const stages: readonly (readonly [string, string])[] = [
  ['CTR1001', 'Syntax'],
  ['CTR1500', 'Names and settings'],
  ['CTR2000', 'Surfaces, levels, keys, roles'],
  ['CTR3000', 'Shapes and calls'],
  ['CTR4000', 'Data'],
  ['CTR5000', 'Training, calibration, evaluation'],
  ['CTR7000', 'Export and prediction'],
  ['CTR9000', 'The environment and the command line'],
]

const codes = (Object.keys(registry) as DiagnosticCode[]).sort()

function indexText(): string {
  const sections = stages.map(([from, name], i) => {
    const to = stages[i + 1]?.[0] ?? 'CTR9999~'
    const rows = codes
      .filter((code) => code >= from && code < to)
      .map((code) => `| [${code}](${code}.md) | ${registry[code].title} | ${registry[code].severity} |`)
    return [`## ${name}`, '', '| code | title | severity |', '|---|---|---|', ...rows, ''].join('\n')
  })
  return [
    '# All diagnostics',
    '',
    'Made from the registry; `npx vitest run test/docs -u` writes it anew.',
    '',
    ...sections,
  ].join('\n')
}

test('the index of diagnostics names every code of the registry', async () => {
  await expect(indexText()).toMatchFileSnapshot('../../docs/diagnostics/index.md')
})

test('every code lies in a stage', () => {
  expect(codes.filter((code) => code < stages[0]![0])).toEqual([])
})

test("pages' first lines are the code and the title", () => {
  const folder = fileURLToPath(new URL('../../docs/diagnostics/', import.meta.url))
  const firstLine = (code: string): string | undefined => readFileSync(`${folder}${code}.md`, 'utf8').split('\n')[0]
  const wrong = codes.filter((code) => firstLine(code) !== `# ${code}: ${registry[code].title}`)
  expect(wrong).toEqual([])
})
