import { describe, expect, test } from 'vitest'
import { parse } from '../../../src/language/syntax/parse.ts'
import { codes, mistakes } from './reading.ts'

const kept = (text: string) => parse('t', text).file.items.map((item) => ('name' in item ? item.name.name : item.kind))

describe('messages', () => {
  test.each([
    ['towr a of b { }', "1:1 CTR1001 found the name 'towr', expected a declaration; did you mean 'tower'?"],
    ['surface', '1:8 CTR1001 found the end of the file, expected a name'],
    ['surface for', "1:9 CTR1001 found the reserved word 'for', expected a name"],
    ['import foo', "1:8 CTR1001 found the name 'foo', expected a string"],
    ['import { a } "x"', "1:14 CTR1001 found a string, expected 'from'"],
    ['module f(x [N]) { }', "1:12 CTR1001 found '[', expected ':'"],
    ['model m { }', "1:9 CTR1001 found '{', expected 'on' and the surfaces it runs on"],
    ['tower a of b { let x = f(a b) }', "1:28 CTR1001 found the name 'b', expected a comma or ')'"],
    ['tower a of b { let x = y else foo }', "1:31 CTR1001 found the name 'foo', expected 'zeros' or 'learned'"],
    ['tower a of b { predict x y }', "1:26 CTR1001 found the name 'y', expected '=' and a value, or '{'"],
    ['tower a of b { for e on n { } }', "1:22 CTR1001 found the name 'on', expected 'in'"],
    ['dataset d { query "x" }', "1:19 CTR1001 found a string, expected ':'"],
    ['features of u { a : int deflt 0 }', "1:25 CTR1001 found the name 'deflt', expected a new line or '}'"],
    [
      'features of u { a : flot }',
      "1:21 CTR1016 unknown type 'flot'; did you mean 'float'? (expected id, string, int, float, bool, time, [N], list<id, L>, list<string, L>)",
    ],
    [
      'features of u { a : list<int, 200> }',
      "1:26 CTR1016 unknown type 'int' (expected id, string); numbers of steps are a field of a sequence: 'sequence recent max 200 { value : int default 0 }'",
    ],
    ['features of u { a : int default 0 default 1 }', "1:35 CTR1015 'default' is given twice"],
    ['features of u { for : int }', "1:17 CTR1021 'for' is a reserved word, so a feature cannot have this name"],
    ['features of u { a : list<id> }', "1:28 CTR1001 found '>', expected a comma and the list's length"],
    ['features of u { a : [2, 3] }', "1:21 CTR1001 found '[2, 3]', expected one size, as in [64]"],
    [
      'module f(x: [N, ...]) { }',
      "1:17 CTR1001 found '...', expected a dimension ('...' may come only first, and only once)",
    ],
    ['module f(x: per a per b [N]) { }', "1:19 CTR1015 'per' is given twice"],
    ['surface $a', '1:9 CTR1002 unexpected character "$" (U+0024): names consist of a-z, A-Z, 0-9 and _'],
    ['surface a;', "1:10 CTR1020 found ';': a new line ends an item"],
    ["import 'a'", '1:8 CTR1020 found a single quote: strings use double quotes'],
    [
      'dataset d {\n query: """\n  select \'\\d\', "a:b" as c\n  from (select 1)\n """\n surface: home\n}',
      '2:9 CTR1020 found \'"""\': a string ends on its line; a long query is a file beside the spec, file("log.sql")',
    ],
    ['# note', "1:1 CTR1020 found '#': comments begin with '//'"],
    ['/* a\n b */ surface a', "1:1 CTR1020 found '/*': comments begin with '//'"],
  ])('%s', (text, expected) => {
    expect(mistakes(text)).toEqual([expected])
  })

  test('a mistake at the end of a line or file lies there', () => {
    expect(mistakes('level a by\nsurface b')).toEqual(['1:11 CTR1001 found the end of the line, expected a name'])
  })
})

describe('announced for later', () => {
  test.each(['level u by c: bucket(x)'])('%s', (text) => {
    expect(codes(text)).toEqual(['CTR1010'])
  })
})

describe('recovery', () => {
  test('several mistakes in one block are each found, and what is right is kept', () => {
    const text = `tower a of b {
      let = 1
      let x = f(a b, c)
      let y = 2
      predict click linear(h)
      let z = 3
    }
    surface after`
    expect(codes(text)).toEqual(['CTR1001', 'CTR1001', 'CTR1001'])
    const [tower, after] = parse('t', text).file.items
    if (tower?.kind !== 'tower') throw new Error('no tower')
    const names = tower.body.statements.flatMap((each) => (each.kind === 'let' ? [each.name.name] : []))
    expect(names).toEqual(expect.arrayContaining(['y', 'z']))
    expect(after?.kind).toBe('surface')
  })

  test('an unknown declaration costs itself alone, with all in its braces', () => {
    const text = 'modul f(x: [N]) {\n  let a = 1\n  for i in n {\n    let b = 2\n  }\n}\nsurface a'
    expect(codes(text)).toEqual(['CTR1001'])
    expect(kept(text)).toEqual(['a'])
  })

  test('a broken head of a loop costs its line, not its body', () => {
    expect(codes('tower a of b {\n for i on 0..3 {\n let a = 1\n let b = 2\n }\n let c = 3\n}\nsurface a')).toEqual([
      'CTR1001',
    ])
  })
})

describe('brackets', () => {
  test('an unclosed brace points at the opening one and stops at the next declaration', () => {
    const text = 'model m on a {\n  trunk {\n    let x = 1\n}\ntrain m { batch: 1 }\nsurface b'
    const { diagnostics } = parse('t', text)
    expect(diagnostics).toHaveLength(1)
    expect(diagnostics[0]).toMatchObject({
      code: 'CTR1003',
      message: "'{' is not closed: found the name 'train', expected '}'",
    })
    expect(diagnostics[0]?.related).toMatchObject([{ span: { start: text.indexOf('{'), end: text.indexOf('{') + 1 } }])
    expect(kept(text)).toEqual(['m', 'train', 'b'])
  })

  test('calibrate closes an unclosed trunk', () => {
    expect(mistakes('model m on a {\n  trunk {\n    let x = 1\n  calibrate click with platt\n}')).toEqual([
      "4:3 CTR1003 '{' is not closed: found the name 'calibrate', expected '}'",
    ])
  })

  test('an unclosed ( stops at the next statement', () => {
    expect(mistakes('tower a of b {\n  let x = f(1, 2\n  let y = [3\n}')).toEqual([
      "3:3 CTR1003 '(' is not closed: found the reserved word 'let', expected ')'",
      "4:1 CTR1003 '[' is not closed: found '}', expected ']'",
    ])
  })

  test('an unclosed brace at the end of the file', () => {
    expect(mistakes('surface a { views: [x]')).toEqual([
      "1:23 CTR1003 '{' is not closed: found the end of the file, expected '}'",
    ])
  })

  test('one that was never opened', () => {
    expect(mistakes('surface a )\n}')).toEqual([
      "1:11 CTR1004 ')' has no matching '('",
      "2:1 CTR1004 '}' has no matching '{'",
    ])
  })
})

describe('fixes', () => {
  const mended = (text: string) => {
    const edits = parse('t', text).diagnostics.flatMap(({ fixes }) => fixes.flatMap((fix) => fix.edits))
    return edits
      .toSorted((a, b) => b.span.start - a.span.start)
      .reduce((now, { span, text: put }) => now.slice(0, span.start) + put + now.slice(span.end), text)
  }

  test.each([
    'towr a of b { }',
    'tower a of b { let x = 1; let y = a && !c || d }',
    "import 'it'",
    'tower a of b { let x = 1 let y = 2 }',
  ])('%s is right once they are made', (text) => {
    expect(codes(text)).not.toEqual([])
    expect(codes(mended(text))).toEqual([])
  })
})
