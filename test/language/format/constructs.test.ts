import { describe, expect, test } from 'vitest'
import { format } from '../../../src/language/format/format.ts'

function formatted(text: string): string {
  const done = format('test.ctr', text)
  if (done.kind === 'broken') throw new Error(done.diagnostics.map(({ message }) => message).join('\n'))
  return done.text
}

/** In a tower: a line, or several. */
const inTower = (body: string) =>
  formatted(`tower a of b {\n${body}\n}\n`)
    .split('\n')
    .slice(1, -2)
    .map((line) => line.slice(2))
    .join('\n')

describe('declarations', () => {
  test.each([
    ['import  {b,a}from"x.ctr"', 'import { b, a } from "x.ctr"\n'],
    ['import{\na\n}from "x.ctr"', 'import {\n  a\n} from "x.ctr"\n'],
    ['setting  a:int=4', 'setting a : int = 4\n'],
    [
      'setting kind :one of a,b=b\nsetting x:list<int> = [1,2]',
      'setting kind : one of a, b = b\nsetting x    : list<int> = [1, 2]\n',
    ],
    ['surface s{views:[a,b]}', 'surface s { views: [a, b] }\n'],
    [
      'level a by k:string,j within b,c\nlevel longer within a',
      'level a      by k: string, j within b, c\nlevel longer within a\n',
    ],
    ['level   row', 'level row\n'],
    ['features of u on a,b{ }', 'features of u on a, b { }\n'],
    [
      'features of u on a else  learned{x:id in{rows:hash(1M)per feature,dim:4}missing 1}',
      'features of u on a else learned { x : id in { rows: hash(1M) per feature, dim: 4 } missing 1 }\n',
    ],
    [
      'features of u {sequence  "s"as seen max 1_000{pin:id in t\nfar : float default 0 // why\n}\nx:int default 0}',
      'features of u {\n  sequence "s" as seen max 1_000 {\n    pin : id in t\n    far : float default 0                       // why\n  }\n  x : int default 0\n}\n',
    ],
    [
      'features of u {sequence seen max 5{a,b:id in t,c:int default 0}}',
      'features of u {\n  sequence seen max 5 { a, b : id in t, c : int default 0 }\n}\n',
    ],
    [
      'features of u { sequence seen max 5{ }, sequence:int,max:float }',
      'features of u {\n  sequence seen max 5 { }\n  sequence : int\n  max      : float\n}\n',
    ],
    ['features ids of u { "101"as x,y:id in t }', 'features ids of u { "101" as x, y : id in t }\n'],
    [
      'export module m<N,M>(x:[N],k:int=3)->[N] at user{return x}',
      'export module m<N, M>(x: [N], k: int = 3) -> [N] at user { return x }\n',
    ],
    ['module m( ){ }', 'module m() { }\n'],
    [
      'model m on a,b staged{trunk{ }\ncalibrate t by view with platt{at_least:3}\n}',
      'model m on a, b staged {\n  trunk { }\n  calibrate t by view with platt { at_least: 3 }\n}\n',
    ],
    [
      'model m on a {\ncalibrate t with platt\ntrunk{ }\n}',
      'model m on a {\n  calibrate t with platt\n  trunk { }\n}\n',
    ],
    [
      'model m extends  n on a{\nwithout tower b,c\ntrunk{ }\n}',
      'model m extends n on a {\n  without tower b, c\n  trunk { }\n}\n',
    ],
    ['branch a of b for c,d{ }', 'branch a of b for c, d { }\n'],
    ['', ''],
    ['\n\n', ''],
  ])('%j', (text, expected) => expect(formatted(text)).toBe(expected))

  test('features of one line that are too many for it fill as many lines as they need', () => {
    const names = Array.from({ length: 50 }, (_, k) => `c${k}`)
    const text = formatted(`features of u {\n x:float\n${names.join(',')}:id in t\n}`)
    const lines = text.split('\n').slice(2, -2)
    expect(lines.map((line) => /^ */.exec(line)![0].length)).toEqual([2, 4, 4])
    for (const [i, line] of lines.entries()) {
      const next = lines[i + 1]?.trim().split(' ')[0] ?? 'x'.repeat(120)
      expect(line.length).toBeLessThanOrEqual(120)
      expect(`${line} ${next}`.length).toBeGreaterThan(120)
    }
    expect(text.replaceAll(/\s+/g, ' ')).toBe(`features of u { x : float ${names.join(', ')} : id in t } `)
    expect(formatted(text)).toBe(text)
  })

  test('features stand in columns; clauses keep their order', () => {
    expect(formatted('features of u {\n a:float default 0 missing -1\n\tlonger : [64]\n\n b : id in t\n}')).toBe(
      'features of u {\n  a      : float default 0 missing -1\n  longer : [64]\n\n  b : id in t\n}\n',
    )
  })

  test('tables of one line stand in columns whole', () => {
    expect(formatted('table a {rows:hash(5), dim:16}\ntable bcd {rows:vocabulary(5),dim:8, initial: zeros}\n')).toBe(
      'table a   { rows: hash(5),       dim: 16 }\ntable bcd { rows: vocabulary(5), dim: 8, initial: zeros }\n',
    )
  })

  test('a table is one of one line where it is printed so, however its entries are written', () => {
    const [a, bcd] = ['table a   { rows: hash(5), dim: 16 }', 'table bcd { rows: hash(5), dim: 8 }']
    expect(formatted(`table a { rows:\nhash(5), dim: 16 }\ntable bcd { rows: hash(5), dim:\n8 }\n`)).toBe(
      `${a}\n${bcd}\n`,
    )
  })

  test('a table that fits on no line has no column', () => {
    const long = 'x'.repeat(110)
    const [a, bcd] = ['table a { rows: hash(5), dim: 16 }', `table bcd {\n  rows: hash(5)\n  ${long}: 8\n}`]
    expect(formatted(`table a { rows: hash(5), dim: 16 }\ntable bcd { rows: hash(5), ${long}: 8 }\n`)).toBe(
      `${a}\n${bcd}\n`,
    )
  })

  test('an empty table is one of one line, however it is written', () => {
    expect(formatted('table a { dim: 1 }\ntable longer {\n}\n')).toBe('table a      { dim: 1 }\ntable longer { }\n')
  })

  test('a signature that is too long has as many parameters on a line as fit', () => {
    const parameters = Array.from({ length: 12 }, (_, index) => `parameter_${index}: int = ${index}`).join(', ')
    const lines = formatted(`module m(${parameters}) { return 1 }`).split('\n')
    expect(lines[0]).toBe('module m(')
    expect(lines.at(-2)).toBe(') { return 1 }')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120)
    expect(lines).toHaveLength(6)
  })
})

describe('maps', () => {
  test.each([
    ['train m{a:1,b:{c:[2,x.y]}}', 'train m { a: 1, b: { c: [2, x.y] } }\n'],
    ['train m { a: 1,\n bcd: 2 }', 'train m {\n  a:   1\n  bcd: 2\n}\n'],
    ['train m { "k" : 1, -2:b }', 'train m { "k": 1, -2: b }\n'],
    ['train m { a: [\n x, y,\n z\n] }', 'train m { a: [\n  x, y,\n  z\n] }\n'],
    ['train m {\n}', 'train m { }\n'],
    ['train m { a: ([1, 2]) }', 'train m { a: ([1, 2]) }\n'],
  ])('%j', (text, expected) => expect(formatted(text)).toBe(expected))

  test('one that is too long has a line for each entry, in columns', () => {
    const value = `f(${'x'.repeat(60)})`
    expect(formatted(`train m { a: ${value}, bcd: ${value} }`)).toBe(`train m {\n  a:   ${value}\n  bcd: ${value}\n}\n`)
  })
})

describe('statements and expressions', () => {
  test.each([
    ['let a=1\nexport let bc: []=2\nvar d=3', 'let a             = 1\nexport let bc: [] = 2\nvar d             = 3'],
    ['let a = 1\nlet b_that_is_very_long = 2', 'let a = 1\nlet b_that_is_very_long = 2'],
    ['let a = 1\n\nlet bc = 2', 'let a = 1\n\nlet bc = 2'],
    ['let a = 1\n// c\nlet bc = 2', 'let a = 1\n// c\nlet bc = 2'],
    ['let a = 1\npredict click = 2', 'let a = 1\npredict click = 2'],
    ['param w:[N,2*N]\nparam bc : []=zeros', 'param w  : [N, 2 * N]\nparam bc : [] = zeros'],
    ['h=x\nlonger = y', 'h      = x\nlonger = y'],
    ['predict click{return x}', 'predict click { return x }'],
    ['require a==1,"why"', 'require a == 1, "why"'],
    ['for i in 0..n{h=x}', 'for i in 0..n { h = x }'],
    ['for i in 0..n {\nh=x }', 'for i in 0..n {\n  h = x\n}'],
    ['if a{h=x}\nelse{h=y}', 'if a { h = x } else { h = y }'],
    ['if a{\nh=x}else if b{h=y}else{ }', 'if a {\n  h = x\n} else if b {\n  h = y\n} else { }'],
    ['let a = each k in [x,y]{f(k)}', 'let a = each k in [x, y] { f(k) }'],
    ['let a = x   else   learned', 'let a = x else learned'],
    ['let a = not(b and c)  or -d', 'let a = not (b and c) or -d'],
    ['let a = ((b+c))*(d)', 'let a = (b + c) * d'],
    ['let a = (b * c) + d', 'let a = (b * c) + d'],
    ['let a = (f(x))', 'let a = f(x)'],
    ['let a = f(x:(1),( y ))[ 0 ].m', 'let a = f(x: 1, y)[0].m'],
    ['let a = 1_000 + 4M - 1e-3', 'let a = 1_000 + 4M - 1e-3'],
    ['let a = "\\u{41}\\n"', 'let a = "\\u{41}\\n"'],
    ['let a = f(\nb,c,\n\n\nd)', 'let a = f(\n  b, c,\n\n  d\n)'],
    ['let a = f(b,\nc)', 'let a = f(b, c)'],
    ['let a = g(f(\nb\n), c)', 'let a = g(f(\n  b\n), c)'],
    ['let a =\n b +\n c', 'let a = b + c'],
  ])('%j', (text, expected) => expect(inTower(text)).toBe(expected))

  test('a long operation goes on behind an operator, one step further in', () => {
    const name = 'x'.repeat(40)
    expect(inTower(`let a = ${name} + ${name} + ${name}`)).toBe(`let a = ${name} + ${name} +\n  ${name}`)
  })

  test('the outermost of several calls breaks first', () => {
    const name = 'x'.repeat(50)
    expect(inTower(`let a = f(g(${name}), ${name}, c)`)).toBe(`let a = f(\n  g(${name}), ${name}, c\n)`)
  })
})

/** A line of a tower with its comment in the usual column, 48. */
const commented = (code: string, comment: string) => `${code.padEnd(46)}${comment}`

describe('comments', () => {
  test.each([
    ['let a = 1   //  b ', commented('let a = 1', '//  b')],
    ['let a = 1\n\n\n\n// b\n\n// c\nlet d = 2', 'let a = 1\n\n// b\n\n// c\nlet d = 2'],
    [
      'let a = f( // b\nc, // d\n// e\ng // h\n)',
      [commented('let a = f(', '// b'), commented('  c,', '// d'), '  // e', commented('  g', '// h'), ')'].join('\n'),
    ],
    ['let a = b + // c\n d', `${commented('let a = b +', '// c')}\n  d`],
    ['let a = // b\n c', `${commented('let a =', '// b')}\n  c`],
    ['for i in x { // a\n h = i\n // b\n}', `${commented('for i in x {', '// a')}\n  h = i\n  // b\n}`],
    ['let a = (\n// b\nc)', 'let a = (\n  // b\n  c\n)'],
    ['for i in x {\n//a\n}', 'for i in x {\n  //a\n}'],
  ])('%j', (text, expected) => expect(inTower(text)).toBe(expected))

  test('at the end of longer lines, four behind the longest of the neighbours', () => {
    const call = `f(${'x'.repeat(50)})`
    expect(inTower(`let a = ${call} // b\nlet c = 1 // d`)).toBe(
      `let a = ${call}    // b\nlet c = 1${' '.repeat(call.length + 3)}// d`,
    )
  })

  test('above, behind and at the end of a file', () => {
    expect(formatted('\n// a\n\nsurface b // c\n// d')).toBe(`// a\n\nsurface b${' '.repeat(39)}// c\n// d\n`)
    expect(formatted('// a')).toBe('// a\n')
  })

  test('of a model, above its trunk', () => {
    expect(formatted('model m on a {\n// b\ntrunk { }\n// c\n}')).toBe(
      'model m on a {\n  // b\n  trunk { }\n  // c\n}\n',
    )
  })
})

test('lines end as the first line does', () => {
  expect(formatted('surface a\r\nsurface   b\n')).toBe('surface a\r\nsurface b\r\n')
  expect(formatted('surface a\nsurface   b\r\n')).toBe('surface a\nsurface b\n')
})

test('a text with syntax errors is left alone, with what is wrong', () => {
  expect(format('test.ctr', 'surface { }')).toMatchObject({ kind: 'broken', diagnostics: [{ code: 'CTR1001' }] })
})
