import { expect, test } from 'vitest'
import { ebnf } from '../../src/language/syntax/ebnf.ts'
import { Parser } from '../../src/language/syntax/grammar/parser.ts'

test('grammar/ctr.ebnf is what the parser parses (npx vitest run test/grammar -u writes it)', async () => {
  await expect(ebnf()).toMatchFileSnapshot('../../grammar/ctr.ebnf')
})

test('the grammar is sound: no ambiguity within two tokens, no left recursion, no empty repetition', () => {
  expect(() => new Parser({ skipValidations: false })).not.toThrow()
})

test('every rule of the parser is reached from a file', () => {
  const text = ebnf()
  for (const name of Object.keys(new Parser().getGAstProductions())) expect(text).toMatch(new RegExp(`^${name} =`, 'm'))
})
