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

test.each(guides)('%s uses standard terms', (path) => {
  const text = read(path)
  expect(dialect.flatMap(([phrase, instead]) => (phrase.test(text) ? [`${phrase}: ${instead}`] : []))).toEqual([])
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
