import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')

const guides = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(`${root}docs`).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]

/** Phrases that readers do not know, and the standard ones. */
const dialect: readonly (readonly [RegExp, string])[] = [
  [/\b(if|where) silent\b/i, 'defaults to'],
  [/\bis said (to|twice|so)\b/i, 'is declared'],
  [/\bword for missing\b/i, 'sentinel'],
  [/\bsays its own\b/i, 'declares its own'],
]

const found = (text: string, phrases = dialect): readonly string[] =>
  phrases.flatMap(([phrase, instead]) => (phrase.test(text) ? [`${phrase}: ${instead}`] : []))

test.each(guides)('%s uses standard terms', (path) => {
  expect(found(read(path))).toEqual([])
})

/** Phrases that guides may use in another sense, but that a message, its page or the help needs a plain word for. */
const shortTexts: readonly (readonly [RegExp, string])[] = [
  ...dialect,
  [/\bsays\b/i, 'states, declares, has'],
  [/\bis said\b/i, 'is declared'],
  [/\b(hangs?|stands?) (from|in|on|twice|inside)\b/i, 'is a child of, is in, is listed twice'],
  [/\bcloses nothing\b/i, 'has no matching bracket'],
  [/\bannounced\b/i, 'not supported yet'],
  [/\bnot there yet\b/i, 'not implemented yet'],
  [/\bin the place of\b/i, 'instead of'],
  [/\bas it (is|was)\b/i, 'unchanged'],
  [/\bmend\b/i, 'fix'],
]

/** The code itself, so that wording in every branch of a message counts, without its comments. */
const stringsOf = (path: string): string => read(path).replace(/\/\*\*[\s\S]*?\*\/|\/\/.*$/gm, '')

const under = (folder: string, ending: string): readonly string[] =>
  readdirSync(`${root}${folder}`).flatMap((name) => (name.endsWith(ending) ? [`${folder}/${name}`] : []))

test.each([...under('src/diagnostics/registry', '.ts'), ...under('src/tools/cli/commands', '.ts')])(
  'the texts of %s use standard terms',
  (path) => {
    expect(found(stringsOf(path), shortTexts)).toEqual([])
  },
)

test.each(under('docs/diagnostics', '.md').filter((path) => /CTR\d{4}\.md$/.test(path)))(
  '%s uses standard terms',
  (path) => {
    expect(found(read(path), shortTexts)).toEqual([])
  },
)

/** Words for what code does that the field has words for. */
const spoken: readonly (readonly [RegExp, string])[] = [
  ...dialect,
  [/\b(says?|said)\b/i, 'states, defines, declares, reports'],
  [/\bcomplain/i, 'reports'],
  [/\b(stranger|whoever)\b/i, 'the thing by its name'],
  [/\bat hand\b/i, 'current, available'],
]

const below = (folder: string, ending: string): readonly string[] =>
  readdirSync(`${root}${folder}`, { recursive: true })
    .map((name) => `${folder}/${String(name)}`)
    // scripts/mutants has packages of its own.
    .filter((path) => path.endsWith(ending) && !path.includes('node_modules'))

test.each(
  ['src', 'test', 'scripts', 'bench', 'specs', 'examples', 'grammar'].flatMap((each) => below(each, 'README.md')),
)('%s uses standard terms', (path) => {
  expect(found(read(path), spoken)).toEqual([])
})

test('the code and its comments use standard terms', () => {
  const faults = below('src', '.ts').flatMap((path) => found(read(path), spoken).map((each) => `${path}: ${each}`))
  expect(faults).toEqual([])
})

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-')

test('the glossary lists every term that it defines', () => {
  const glossary = read('docs/glossary.md')
  const terms = [...glossary.matchAll(/^### (.+)$/gm)].map(([, heading]) => anchorOf(heading!))
  expect(terms.filter((term) => !glossary.includes(`](#${term})`))).toEqual([])
})

test('links into the glossary name terms that it defines', () => {
  const terms = new Set([...read('docs/glossary.md').matchAll(/^### (.+)$/gm)].map(([, heading]) => anchorOf(heading!)))
  const links = guides.flatMap((path) => [...read(path).matchAll(/glossary\.md#([\w-]+)/g)].map(([, term]) => term!))
  expect(links.filter((term) => !terms.has(term))).toEqual([])
})
