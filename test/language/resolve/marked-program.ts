import { expect } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { type Resolved, resolveProgram } from '../../../src/language/resolve/resolve-program.ts'

/** A small program in parts; a test takes those that it is not about. */
export const parts = {
  surfaces: `
surface home_feed
surface search { views: [results, guided] }
surface related_pins
`,
  levels: `
level user      by user_id
level request   by request_id: string within user
level ad        by pin_id
level candidate within request, ad
`,
  features: `
features of user {
  user_id : id in users
  country : string in countries
}
features of request on search {
  query_terms : list<id, 8> in terms
}
features of ad {
  pin_id      : id in pins
  impressions : float default 0
}
table users     { rows: hash(1000), dim: 16 }
table pins      { rows: hash(1000), dim: 16 }
table terms     { rows: hash(1000), dim: 16 }
table countries { rows: vocabulary(256), dim: 8 }
`,
  log: `
dataset log {
  query:    "select * from log"
  surface:  { column: place, values: { 1: home_feed, 2: search.results, 3: search.guided }, else: drop }
  labels:   { click: clicked == 1, long_click: { search: dwell >= 10 } }
  outcomes: [hidden]
  splits:   { train: day < 20, validation: day == 20, test: day > 20 }
}
`,
  model: `
module head(x: [16]) -> [] { return sum(x) }
model engagement on home_feed, search {
  trunk {
    predict click      = head(embed(user_id))
    predict long_click = head(embed(pin_id))
  }
}
`,
} as const

export type Part = keyof typeof parts

const allParts: readonly Part[] = ['surfaces', 'levels', 'features', 'log', 'model']

/**
 * Resolves `/main.ctr` with the parts that it does not bring itself, and holds the diagnostics to the marks: a line that ends with
 * `//~ CTR1501 some words` has one of that code whose message has those words; there are no others. One line may have several marks.
 */
export function expectMarked(
  text: string,
  { without = [], files = {} }: { without?: readonly Part[]; files?: Readonly<Record<string, string>> } = {},
): Resolved {
  const used = allParts.filter((part) => !without.includes(part))
  const imports = used.map((part) => `import "./${part}.ctr"`).join('\n')
  const sources: Record<string, string> = { '/main.ctr': `${text}\n${imports}\n` }
  for (const part of used) sources[`/${part}.ctr`] = parts[part]
  for (const [path, content] of Object.entries(files)) sources[path] = content
  return expectMarkedFiles(sources, '/main.ctr')
}

export function expectMarkedFiles(sources: Readonly<Record<string, string>>, entry: string): Resolved {
  const resolved = resolveProgram(memoryHost(sources), entry)
  const marks = Object.entries(sources).flatMap(([file, content]) => marksIn(file, content))
  const found = resolved.diagnostics.map((each) => {
    const { span } = each
    const line = span === undefined ? 0 : (sources[span.file] ?? '').slice(0, span.start).split('\n').length
    return { place: `${span?.file}:${line}`, code: each.code as string, message: each.message }
  })
  const taken = new Set<number>()
  const missing = marks.filter((mark) => {
    const at = found.findIndex(
      (each, index) =>
        !taken.has(index) && each.place === mark.place && each.code === mark.code && each.message.includes(mark.words),
    )
    if (at >= 0) taken.add(at)
    return at < 0
  })
  expect({ missing, unmarked: found.filter((_, index) => !taken.has(index)) }).toEqual({ missing: [], unmarked: [] })
  return resolved
}

function marksIn(file: string, content: string) {
  return content.split('\n').flatMap((line, index) =>
    line
      .split('//~ ')
      .slice(1)
      .map((mark) => {
        const [code = '', ...words] = mark.trim().split(' ')
        return { place: `${file}:${index + 1}`, code, words: words.join(' ') }
      }),
  )
}

/** The program of a text without mistakes. */
export function programOf(text: string, options: Parameters<typeof expectMarked>[1] = {}) {
  const { program } = expectMarked(text, options)
  if (program === undefined) throw new Error('no program')
  return program
}
