import { expect, test } from 'vitest'
import type { SourceProgram } from '../../../src/language/program.ts'
import { modelSpecOf } from '../../../src/language/resolve/model-spec.ts'
import { modelSpecText } from '../../../src/model/json/model-spec.ts'
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

test('a table in place is one for each feature of its line, as if it were declared under its name', () => {
  const clauses = '{ rows: vocabulary(64), dim: 4 }'
  const inPlace = programOf(`features of ad { format, placement : string in ${clauses} }`)
  const declared = programOf(`
features of ad { format : string in format, placement : string in placement }
table format    ${clauses}
table placement ${clauses}
`)
  const text = (program: SourceProgram) => modelSpecText(modelSpecOf(program, [...program.models.values()][0]!).spec)
  expect(text(inPlace)).toBe(text(declared))
})

test('a table per feature is one for each feature that is looked up in it', () => {
  const { features, tables } = programOf(`
table fields { rows: hash(1K) per feature, dim: 4 }
table kinds  { rows: vocabulary(8) per feature, dim: 4 }
features ids of ad { campaign, board : id in fields, recent : list<id, 3> in fields, format, place : string in kinds }
model other on home_feed {
  trunk { let h = concat(embed(pin_id, in: fields), for f in ids { is_missing(f) }, for n in [user_id] { sum(embed(n)) })
    predict click = sum(h) }
}
`)
  expect(features.get('recent')?.type).toMatchObject({ kind: 'list', table: 'fields.recent' })
  const own = [...tables.keys()].filter((name) => /^(fields|kinds)/.test(name))
  expect(own).toEqual([
    'fields.board',
    'fields.campaign',
    'fields.pin_id',
    'fields.recent',
    'kinds.format',
    'kinds.place',
  ])
  expect(tables.get('fields.board')?.rule).toEqual({ kind: 'hash', rows: 1000 })
  expect(tables.get('kinds.place')?.rule).toMatchObject({ kind: 'vocabulary', of: 'string' })
})

test('a vocabulary may leave out rare words, or be written in place', () => {
  const { tables } = programOf(`
table a { rows: vocabulary(64, seen: 10), dim: 4 }
table b { rows: vocabulary(["US", "CA", "\u{e9}"]), dim: 4 }
table c { rows: vocabulary([7, -1, 0]), dim: 4 }
features of ad { origin : string in a, home : string in b, slot : id in c }
`)
  expect(tables.get('a')?.rule).toMatchObject({ rows: 64, seen: 10, file: undefined })
  expect(tables.get('b')?.rule).toMatchObject({ rows: 3, of: 'string', words: ['US', 'CA', '\u{e9}'] })
  expect(tables.get('c')?.rule).toMatchObject({ rows: 3, of: 'id', words: ['7', '-1', '0'] })
})

test('what a vocabulary is not', () => {
  expectMarked(`
table a { rows: vocabulary(64, seen: 0), dim: 4 } //~ CTR1522 'seen' is the number 0, expected a whole number at least 1
table b { rows: vocabulary(64, least: 2), dim: 4 } //~ CTR1520 'least'
table c { rows: vocabulary("words.txt", seen: 2), dim: 4 } //~ CTR1522 'seen' //~ CTR1503
table d { rows: vocabulary(["US", "US", ""]), dim: 4 } //~ CTR1516 'US' //~ CTR1522 is the string "", expected a word
table e { rows: vocabulary([7, "US", 1.5]), dim: 4 } //~ CTR1522 is the string "US", expected an id, as the first is //~ CTR1522 the number 1.5
table f { rows: vocabulary([]), dim: 4 } //~ CTR1522 is a list, expected one word or more
table g { rows: vocabulary([7, 8]), dim: 4 } 
features of ad { word : string in g } //~ CTR1543
table h { rows: hash(8, seen: 2), dim: 4 } //~ CTR1520 'seen'
table i { rows: vocabulary(["a\u{0}b"]), dim: 4 } //~ CTR1522 expected a word
`)
})

test('tables of a line, and per feature', () => {
  expectMarked(`
features of ad {
  pins         : id in { rows: hash(8), dim: 2 } //~ CTR1502 table 'pins' is declared twice
  board, topic : id in { rows: hash(0), dims: 2 } //~ CTR1522 'hash(n)' //~ CTR1520 'dims' //~ CTR1521 'dim'
  price        : float default 0 in { rows: hash(8), dim: 2 } //~ CTR1540 does not allow 'in'
  format       : id in { rows: hash(8) per feature, dim: 2 } //~ CTR1522 a table in place is one for each feature
}
table fields { rows: hash(1K) per surface, dim: 4 } //~ CTR1522 'rows' is hash(...) per surface
table others { rows: hash(1K) per feature, dim: 4 per feature } //~ CTR1522 'dim' is the number 4 per feature
train engagement { epochs: 2 per feature } //~ CTR1522
`)
})

test('strings go by vocabulary or hash', () => {
  const { diagnostics } = expectMarked(`
features of user {
  city  : string in cities
  place : string in pins //~ CTR1650 by words of 'place'
  town  : string in hours //~ CTR1542 'town' is a string, but table 'hours' has rows by range
  words : list<string, 8> in hours //~ CTR1542
}
table hours { rows: range(24), dim: 4 }
table cities { rows: hash(8), dim: 4 }
`)
  expect(diagnostics.find(({ code }) => code === 'CTR1542')?.related[0]?.span.file).toBe('/main.ctr')
})

test('a second table for a feature counts as its use', () => {
  expectMarked(
    `
module head(x: [16]) -> [] { return sum(x) }
table hours { rows: range(24), dim: 16 }
model engagement on home_feed {
  trunk { predict click = head(embed(country, in: hours)) } //~ CTR1542 'country' is a string
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
