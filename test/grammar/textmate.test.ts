import { readFileSync } from 'node:fs'
import type { TokenType } from 'chevrotain'
import { expect, test } from 'vitest'
import { contextualWords, reservedWords } from '../../src/language/syntax/tokens.ts'

interface Pattern {
  readonly name?: string
  readonly match?: string
}
interface Grammar {
  readonly repository: { readonly words: { readonly patterns: readonly Pattern[] } }
}

const grammar: Grammar = JSON.parse(readFileSync(new URL('../../grammar/ctr.tmLanguage.json', import.meta.url), 'utf8'))
const { patterns } = grammar.repository.words

const wordsOf = (isOf: (scope: string) => boolean) =>
  patterns
    .filter(({ name }) => name !== undefined && name !== 'support.type.ctr' && isOf(name))
    .flatMap(({ match }) =>
      (match ?? '')
        .replace(/^\\b\(\?:/, '')
        .replace(/\)\\b$/, '')
        .split('|'),
    )
    .sort()
const texts = (types: readonly TokenType[]) => types.map((type) => String(type.PATTERN)).sort()

test('colours the reserved words of the parser, and no others', () => {
  expect(wordsOf((scope) => scope !== 'keyword.other.contextual.ctr')).toEqual(texts(reservedWords))
})

test('colours the words that mean something in their place', () => {
  expect(wordsOf((scope) => scope === 'keyword.other.contextual.ctr')).toEqual(texts(contextualWords))
})

test('every pattern is a regular expression', () => {
  for (const { match } of patterns) expect(() => new RegExp(match ?? '')).not.toThrow()
})
