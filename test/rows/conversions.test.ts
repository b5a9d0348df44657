import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FeatureKind } from '../../src/features/kinds.ts'
import { definitionOf } from '../../src/features/kinds.ts'
import { columnType } from '../../src/features/sql/column-type.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { noOrigins } from '../../src/model/origins.ts'
import { type Database, openDatabase } from '../../src/rows/connection.ts'
import { typeProblems } from '../../src/rows/conversions.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase(memoryHost(), 1)
})
afterAll(() => database.close())

/** The mend that is shown for a column of these SQL values, and what it makes of them, as JSON has it. */
async function mended(
  type: FeatureKind,
  values: readonly string[],
  comment = '',
  name = 'x',
): Promise<[string, unknown]> {
  const table = `(select * from (values ${values.map((value) => `(${value})`).join(', ')}) t(x) ${comment}\n)`
  const [[, sql] = []] = await database.rows(`describe select * from ${table} as source`)
  const found = columnType(String(sql))
  const origin = { what: '', span: undefined, readable: [], here: '', madeIn: undefined }
  const source = { origin, origins: noOrigins, database, table, columns: new Map([['x', found]]) }
  const spec = { name, column: 'x', reading: definitionOf(type).column(undefined) }
  const mismatch = { spec, type: found, reader: "feature 'x'", span: undefined, field: undefined }
  const [problem] = await typeProblems(source, [mismatch])
  const mend = / expects .*?; (.*)$/s.exec(problem!.message)?.[1] ?? ''
  const inQuery = /^(.+?) in the query /s.exec(mend)?.[1]
  if (inQuery === undefined) return [mend, undefined]
  const result = await database.rows(`select to_json(list(y)) from (select ${inQuery} as y from ${table})`)
  return [mend, JSON.parse(String(result[0]![0]))]
}

const id: FeatureKind = { kind: 'id', table: undefined }
const int: FeatureKind = { kind: 'int' }
const float: FeatureKind = { kind: 'float' }
const word: FeatureKind = { kind: 'string', table: undefined }
const bool: FeatureKind = { kind: 'bool' }
const ids: FeatureKind = { kind: 'list', element: 'id', length: 4, table: undefined }
const words: FeatureKind = { kind: 'list', element: 'string', length: 4, table: undefined }
const vector: FeatureKind = { kind: 'vector', size: 2 }

describe('integers', () => {
  test.each<[string, FeatureKind, readonly string[], string, unknown]>([
    ['text of digits', id, ["'12'", "' -3 '", 'null'], 'cast("x" as BIGINT) in the query converts it', [12, -3, null]],
    [
      'words for a missing value, counted with the least of them',
      int,
      ["'12'", "'NA'", "'\\N'", "''"],
      'try_cast("x" as BIGINT) in the query converts it, with 3 rows as missing, such as \'\'',
      [12, null, null, null],
    ],
    [
      'whole numbers that passed through floats',
      id,
      ["'12.0'", "'null'", "'1e3'"],
      'try_cast(try_cast("x" as DOUBLE) as BIGINT) in the query converts it, with 1 row as missing, such as \'null\'',
      [12, null, 1000],
    ],
    // 0x68fd1e64 and 0xff.
    [
      'hexadecimal words',
      id,
      ["'68fd1e64'", "'ff'", "''"],
      "cast('0x' || nullif(\"x\", '') as BIGINT) in the query converts it",
      [1761418852, 255, null],
    ],
    [
      'words of letters alone are no numbers',
      int,
      ["'ad'", "'be'"],
      'if(regexp_full_match(trim("x"), \'[+-]?[0-9]+\'), try_cast("x" as BIGINT), null) in the query converts it, with 2 rows as missing, such as \'ad\'',
      [null, null],
    ],
    [
      'numbers with fractions are not rounded: what is no integer is missing',
      int,
      ["'1.7'", "'2'"],
      'if(regexp_full_match(trim("x"), \'[+-]?[0-9]+\'), try_cast("x" as BIGINT), null) in the query converts it, with 1 row as missing, such as \'1.7\'',
      [null, 2],
    ],
    ['doubles', id, ['12::double', '-3'], 'cast("x" as BIGINT) in the query converts it', [12, -3]],
    [
      'doubles with NaN',
      id,
      ['12::double', "'nan'::double"],
      'try_cast("x" as BIGINT) in the query converts it, with 1 row as missing, such as \'nan\'',
      [12, null],
    ],
    ['decimals', id, ['12.00', '3.00'], 'cast("x" as BIGINT) in the query converts it', [12, 3]],
    [
      'dates, by days',
      id,
      ["date '1970-01-03'"],
      'cast(floor(epoch("x") / 86400.0) as BIGINT) in the query gives its days since 1970',
      [2],
    ],
    [
      'a field of a struct',
      id,
      ["{'name': 'a', 'n': 5}", 'null'],
      '"x"."n" in the query takes its field \'n\'',
      [5, null],
    ],
    ['the last of a list', int, ['[1, 2]'], '"x"[-1] in the query takes its last element', [2]],
    ['JSON', int, ["'5'::json"], 'try_cast("x" as BIGINT) in the query converts it', [5]],
    ['true and false', id, ['true', 'false'], 'cast("x" as BIGINT) in the query converts it', [1, 0]],
  ])('%s', async (_, type, values, mend, converted) => {
    expect(await mended(type, values)).toEqual([mend, converted])
  })

  test('words of an id are hashed, missing ones stay missing, and equal ones are equal', async () => {
    for (const values of [
      ["'ab-1'", "'ab-2'", "'ab-1'", 'null'],
      ["'10000094181510943000'", "'10000094181510943001'", "'10000094181510943000'", 'null'],
      ['uuid()', 'uuid()', "'550e8400-e29b-41d4-a716-446655440000'::uuid", 'null'].map((value, i) =>
        i === 0 ? "'550e8400-e29b-41d4-a716-446655440000'::uuid" : value,
      ),
    ]) {
      const [mend, converted] = await mended(id, values)
      expect(mend).toBe('if("x" is null, null, cast(hash("x") >> 1 as BIGINT)) in the query hashes it')
      const [a, b, c, d] = converted as readonly number[]
      expect([a === c, a === b, d]).toEqual([true, false, null])
    }
  })

  test('doubles beyond 2^53 have lost digits: a file of text is read anew', async () => {
    const values = ['10000094181510943000::double']
    expect(await mended(id, values, "-- from 'log.csv'")).toEqual([
      "types = {'x': 'VARCHAR'} in read_csv keeps its digits",
      undefined,
    ])
    expect((await mended(int, values))[0]).toBe('')
    // By the name in the file, where the feature has another.
    expect((await mended(id, values, "-- from 'log.csv'", 'f'))[0]).toContain("{'x': 'VARCHAR'}")
  })
})

describe('numbers', () => {
  test.each<[string, readonly string[], string, unknown]>([
    ['text', ["'1.5'", "'2'", 'null'], 'cast("x" as DOUBLE) in the query converts it', [1.5, 2, null]],
    [
      'words for a missing value',
      ["'1.5'", "'NA'"],
      'try_cast("x" as DOUBLE) in the query converts it, with 1 row as missing, such as \'NA\'',
      [1.5, null],
    ],
    [
      'decimal commas',
      ["'1,5'", "'-12'"],
      "try_cast(replace(\"x\", ',', '.') as DOUBLE) in the query converts it",
      [1.5, -12],
    ],
    [
      'thousands and currencies',
      ["'$1,234.50'", "'7'"],
      "try_cast(regexp_replace(\"x\", '[^0-9.eE+-]', '', 'g') as DOUBLE) in the query converts it",
      [1234.5, 7],
    ],
    [
      'words',
      ["'1.5'", "'much'"],
      'try_cast("x" as DOUBLE) in the query converts it, with 1 row as missing, such as \'much\'',
      [1.5, null],
    ],
    [
      'times',
      ["timestamp '1970-01-02 12:00:00'"],
      'epoch("x") / 86400.0 in the query gives its days since 1970',
      [1.5],
    ],
    [
      'times of a zone',
      ["timestamptz '1970-01-02 13:00:00+01'"],
      'epoch("x") / 86400.0 in the query gives its days since 1970',
      [1.5],
    ],
    ['times of day', ["time '06:30:00'"], 'epoch("x") / 3600.0 in the query gives its hours', [6.5]],
    ['intervals', ["interval '90 seconds'"], 'epoch("x") in the query gives its seconds', [90]],
  ])('%s', async (_, values, mend, converted) => {
    expect(await mended(float, values)).toEqual([mend, converted])
  })
})

describe('text, true and false', () => {
  test.each<[string, FeatureKind, readonly string[], string, unknown]>([
    ['integers', word, ['12'], 'cast("x" as VARCHAR) in the query converts it', ['12']],
    ['whole doubles', word, ['12::double'], 'cast(cast("x" as BIGINT) as VARCHAR) in the query converts it', ['12']],
    ['other doubles', word, ['1.5::double'], 'cast("x" as VARCHAR) in the query converts it', ['1.5']],
    ['bytes', word, ["'\\x41\\x42'::blob"], 'decode("x") in the query converts it', ['AB']],
    ['JSON', word, ['\'"ab"\'::json'], '"x" ->> \'$\' in the query converts it', ['ab']],
    ['words', bool, ["'yes'", "'F'"], 'cast("x" as BOOLEAN) in the query converts it', [true, false]],
    [
      'words for a missing value',
      bool,
      ["'true'", "'NA'"],
      'try_cast("x" as BOOLEAN) in the query converts it, with 1 row as missing, such as \'NA\'',
      [true, null],
    ],
    ['numbers', bool, ['1::double', '0'], 'cast("x" as BIGINT) in the query converts it', [1, 0]],
  ])('%s', async (_, type, values, mend, converted) => {
    expect(await mended(type, values)).toEqual([mend, converted])
  })

  test('numbers beside 0 and 1, and words that are none, are no truth', async () => {
    expect((await mended(bool, ['0.5::double', '1']))[0]).toBe('')
    expect((await mended(bool, ["'maybe'"]))[0]).toBe('')
  })
})

describe('lists', () => {
  const between = (separator: string): string =>
    `list_transform(string_split(nullif("x", ''), ${separator}), element -> cast(element as BIGINT)) in the query converts it`
  test.each<[string, FeatureKind, readonly string[], string, unknown]>([
    ['bars', ids, ["'1|2|3'", "'4'", "''"], between("'|'"), [[1, 2, 3], [4], null]],
    ['commas', ids, ["'1,2'", "'4'"], between("','"), [[1, 2], [4]]],
    ['blanks', ids, ["'1 2'"], between("' '"), [[1, 2]]],
    ['control characters', ids, ["'1' || chr(1) || '2'"], between('chr(1)'), [[1, 2]]],
    ['one value each', ids, ["'1'", "'2'"], between("'|'"), [[1], [2]]],
    [
      'JSON in text',
      ids,
      ["'[1, 2]'", "'[]'"],
      `cast(nullif("x", '') as BIGINT[]) in the query converts it`,
      [[1, 2], []],
    ],
    [
      'words as Python prints them',
      words,
      ["'[''a'', ''b'']'"],
      `cast(nullif("x", '') as VARCHAR[]) in the query converts it`,
      [['a', 'b']],
    ],
    [
      'words',
      words,
      ["'a b|c'", "''"],
      `string_split(nullif("x", ''), '|') in the query converts it`,
      [['a b', 'c'], null],
    ],
    [
      'doubles',
      ids,
      ['[1::double, 2]'],
      'list_transform("x", element -> cast(element as BIGINT)) in the query converts it',
      [[1, 2]],
    ],
    [
      'integers as words',
      words,
      ['[1, 2]'],
      'list_transform("x", element -> cast(element as VARCHAR)) in the query converts it',
      [['1', '2']],
    ],
    ['lists of lists', ids, ['[[1], [2, 3]]'], 'flatten("x") in the query makes one list of it', [[1, 2, 3]]],
    [
      'lists of structs',
      ids,
      ["[{'id': 1, 'at': 5}, {'id': 2, 'at': 6}]"],
      'list_transform("x", element -> element."id") in the query takes its field \'id\'',
      [[1, 2]],
    ],
    ['single values', ids, ['1', 'null'], 'if("x" is null, null, ["x"]) in the query converts it', [[1], null]],
    ['maps', words, ["map {'a': 1, 'b': 2}"], 'map_keys("x") in the query takes its keys', [['a', 'b']]],
    [
      'vectors in text',
      vector,
      ["'0.5 1'"],
      `list_transform(string_split(nullif("x", ''), ' '), element -> cast(element as DOUBLE)) in the query converts it`,
      [[0.5, 1]],
    ],
    [
      'vectors of text',
      vector,
      ["['0.5', '1']"],
      'list_transform("x", element -> cast(element as DOUBLE)) in the query converts it',
      [[0.5, 1]],
    ],
  ])('%s', async (_, type, values, mend, converted) => {
    expect(await mended(type, values)).toEqual([mend, converted])
  })

  test('fractions in lists of ids are never rounded', async () => {
    for (const values of [["'[1.7, 2]'"], ["'1.7,2'"], ["['1.7']"]])
      expect((await mended(ids, values))[0]).toMatch(/hash\(element\)/)
    expect((await mended(ids, ['[1.7::double]']))[0]).toMatch(/hash\(element\)/)
  })
})
