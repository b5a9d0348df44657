import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { hasErrors } from '../../src/diagnostics/report.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { elaborate } from '../../src/language/elaborate/elaborate.ts'
import type { SourceProgram } from '../../src/language/program.ts'

/** Texts by path; the program's entry is `/main.ctr` unless a test names another. */
export type Files = Readonly<Record<string, string>>

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** Surfaces, levels, features and a dataset, as the conformance cases have them. */
export const shared = readFileSync(join(projectRoot, 'test/conformance/_shared.ctr'), 'utf8')

const modules = ['dense', 'linear', 'mlp', 'mmoe', 'pool_mean']

/** Two lines: imports of the shared file, and of the library's modules whose names stand in the text. */
function head(text: string): string {
  const used = modules.filter((name) => new RegExp(`\\b${name}\\b`).test(text))
  return `import "./shared.ctr"\n${used.length === 0 ? '' : `import { ${used.join(', ')} } from "ctr:std"`}\n`
}

/** A program of one file beside the shared one. */
export const program = (text: string): Files => ({ '/shared.ctr': shared, '/main.ctr': `${head(text)}${text}` })

/** A model of one trunk on home feed and search. */
export const trunk = (body: string): Files =>
  program(`model m on home_feed, search {\ntrunk {\n${body}\n}\ncalibrate click with platt\n}\n`)

/** Without what is told of features and tables that nothing reads: the shared file has more than a test's program needs. */
export const check = (files: Files, entry = '/main.ctr'): readonly Diagnostic[] =>
  checkEntry(memoryHost(files), entry).diagnostics.filter(({ code }) => code !== 'CTR2100' && code !== 'CTR2101')

export const codesOf = (files: Files): readonly string[] => check(files).map(({ code }) => code)

/** The resolved program of files without errors. Errors: what `check` finds. */
export function checkedProgram(files: Files, entry = '/main.ctr'): SourceProgram {
  const { program: found, diagnostics } = checkEntry(memoryHost(files), entry)
  if (found === undefined || hasErrors(diagnostics))
    throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'))
  return found
}

/** The forward graph of a program's only model. */
export function graphOf(files: Files, entry = '/main.ctr'): Graph {
  const found = checkedProgram(files, entry)
  const [model] = found.models.values()
  return elaborate(found, model!).graph
}

/** The reference specs as they lie in the project, under `/specs`. */
export function specFiles(): Files {
  const folder = join(projectRoot, 'specs')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  return Object.fromEntries(
    files.map((each) => {
      const path = join(each.parentPath, each.name)
      return [`/specs${path.slice(folder.length)}`, readFileSync(path, 'utf8')]
    }),
  )
}

export const specEntries = [
  '/specs/baseline/baseline.ctr',
  '/specs/separate/separate.ctr',
  '/specs/unified/engagement.ctr',
  '/specs/unified-rp/engagement.ctr',
] as const
