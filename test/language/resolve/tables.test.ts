import { expect, test } from 'vitest'
import { expectMarked, programOf } from './marked-program.ts'

test('rules, dimensions and starts are read', () => {
  const { tables } = programOf(
    `
table a { rows: hash(1M), dim: 32 }
table b { rows: range(24), dim: 4, initial: zeros }
table c { rows: vocabulary("words.txt"), dim: 8, initial: normal(0.1) }
features of user { word : string in c }
table d { rows: vocabulary(1K), dim: 8 }
features of user { board : id in d }
`,
    { files: { '/words.txt': 'red\ngreen\n\nblue\n' } },
  )
  expect(tables.get('a')).toMatchObject({
    rule: { kind: 'hash', rows: 1_000_000 },
    dim: 32,
    initial: { kind: 'normal', deviation: 0.01 },
  })
  expect(tables.get('b')).toMatchObject({ rule: { kind: 'range', rows: 24 }, initial: { kind: 'zeros' } })
  expect(tables.get('c')).toMatchObject({
    rule: { kind: 'vocabulary', rows: 3, file: '/words.txt', of: 'string' },
    initial: { kind: 'normal', deviation: 0.1 },
  })
  expect(tables.get('d')).toMatchObject({ rule: { kind: 'vocabulary', rows: 1000, file: undefined, of: 'id' } })
})

test('strings go by vocabulary', () => {
  const { diagnostics } = expectMarked(`
features of user {
  city  : string in pins //~ CTR1542 'city' is a string, but table 'pins' has rows by hash
  town  : string in hours //~ CTR1542 has rows by range
  words : list<string, 8> in terms //~ CTR1542
}
table hours { rows: range(24), dim: 4 }
`)
  expect(diagnostics[0]?.related[0]?.span.file).toBe('/features.ctr')
})

test('a second table for a feature counts as its use', () => {
  expectMarked(
    `
module head(x: [16]) -> [] { return sum(x) }
model engagement on home_feed {
  trunk { predict click = head(embed(country, in: pins)) } //~ CTR1542 'country' is a string
}
`,
    { without: ['model'] },
  )
})

test('ids and strings in one vocabulary', () => {
  const { diagnostics } = expectMarked(`
features of user {
  city : string in places
  home : id in places //~ CTR1543 table 'places' has one vocabulary for strings ('city') and ids ('home')
}
table places { rows: vocabulary(100), dim: 4 }
`)
  expect(diagnostics[0]?.related).toHaveLength(2)
})

test('what a table may declare', () => {
  expectMarked(
    `
table a { dim: 4 } //~ CTR1521 table a has no entry 'rows', expected one such as rows: hash(1_000_000)
table b { rows: hash(10) } //~ CTR1521 table b has no entry 'dim'
table c { rows: hsah(10), dim: 4 } //~ CTR1501 there is no rule for rows 'hsah'; did you mean 'hash'?
table d { rows: 100, dim: 4 } //~ CTR1522 'rows' is the number 100, expected hash(...) or vocabulary(...) or range(...)
table e { rows: hash(0), dim: 4 } //~ CTR1522 'hash(n)' is the number 0, expected a whole number at least 1
table f { rows: hash("a"), dim: 4 } //~ CTR1522 'hash(n)' is the string "a"
table g { rows: hash(10, 20), dim: 4 } //~ CTR1522 'rows' is hash(...), expected hash(n) with one number
table h { rows: hash(10), dim: 0 } //~ CTR1522 'dim' is the number 0
table i { rows: hash(10), dim: 4, dims: 5 } //~ CTR1520 table i has no entry 'dims'; did you mean 'dim'?
table j { rows: hash(10), dim: 4, initial: big } //~ CTR1522 'initial' is the name 'big', expected zeros, ones
table k { rows: hash(10), dim: 4, dim: 5 } //~ CTR1523 table k has the entry 'dim' twice
table l { rows: vocabulary("wrods.txt"), dim: 4 } //~ CTR1503 there is no file /wrods.txt; did you mean 'words.txt'?
`,
    { files: { '/words.txt': 'a' } },
  )
})
