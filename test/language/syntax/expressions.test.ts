import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Expression } from '../../../src/language/syntax/ast.ts'
import { printExpression } from '../../../src/language/syntax/print.ts'
import { walkExpressions } from '../../../src/language/syntax/walk.ts'
import { codes, readBlock, readExpression, readStatement, shapeOf } from './reading.ts'

/** With every operation in parentheses: the tree's structure, independent of `printExpression`. */
function grouped(expression: Expression): string {
  switch (expression.kind) {
    case 'binary':
      return `(${grouped(expression.left)} ${expression.operator} ${grouped(expression.right)})`
    case 'range':
      return `(${grouped(expression.start)} .. ${grouped(expression.end)})`
    case 'unary':
      return `(${expression.operator} ${grouped(expression.operand)})`
    case 'else':
      return `(${grouped(expression.value)} else ${expression.otherwise})`
    case 'renamed':
      return `(${grouped(expression.value)} renamed ${expression.from.name})`
    case 'index':
      return `${grouped(expression.value)}[${grouped(expression.index)}]`
    default:
      return printExpression(expression)
  }
}

describe('precedence', () => {
  test.each([
    ['a + b * c', '(a + (b * c))'],
    ['a - b - c', '((a - b) - c)'],
    ['x * (h @ u @ v + b) + h', '((x * (((h @ u) @ v) + b)) + h)'],
    ['-a @ b', '((- a) @ b)'],
    ['- - a', '(- (- a))'],
    ['-x[0]', '(- x[0])'],
    ['a or b and c', '(a or (b and c))'],
    ['not a == b and c', '((not (a == b)) and c)'],
    ['not -a == b', '(not ((- a) == b))'],
    ['not not a', '(not (not a))'],
    ['a == not b', '(a == (not b))'],
    ['0..n - 1', '(0 .. (n - 1))'],
    ['x in [1, 2] or y not in z', '((x in [1, 2]) or (y not in z))'],
    ['a is null and b is not null', '((a is null) and (b is not null))'],
    ['a % 2 == 1', '((a % 2) == 1)'],
    ['a + b else zeros', '((a + b) else zeros)'],
    ['f(x) else learned renamed from old', '((f(x) else learned) renamed old)'],
    ['(a else zeros) + b', '((a else zeros) + b)'],
  ])('%s is %s', (text, expected) => {
    expect(grouped(readExpression(text))).toBe(expected)
  })

  test('comparisons and ranges do not chain', () => {
    for (const text of ['a < b < c', 'a == b != c', '0..1..2'])
      expect(codes(`tower a of b { let x = ${text} }`)).toEqual(['CTR1014'])
    for (const text of ['(a < b) == c', 'a < b and b < c']) readExpression(text)
  })
})

describe('forms', () => {
  test('calls: labels may be reserved words, lines may break, a comma may trail', () => {
    const call = readExpression('embed(\n  pin_id,\n  in: other,\n  for: 1,\n)')
    expect(call).toMatchObject({
      kind: 'call',
      arguments: [{ name: undefined }, { name: { name: 'in' } }, { name: { name: 'for' } }],
    })
  })

  test('words that mean something only in their place are names', () => {
    const words =
      'surface level features table by on of with within default missing served as list per at is zeros learned renamed from'
    for (const word of words.split(' ')) expect(readExpression(word)).toMatchObject({ kind: 'name', name: word })
    expect(readExpression('embed(surface, dim: 8)')).toMatchObject({ kind: 'call' })
  })

  test('for, each and if as values', () => {
    expect(readExpression('stack(for e in 0..n { mlp(x) })')).toMatchObject({
      arguments: [
        { value: { kind: 'for_expression', over: { kind: 'range' }, body: { statements: [{ kind: 'expression' }] } } },
      ],
    })
    expect(readExpression('each g in [surfaces, tasks] {\n let a = g\n a\n}')).toMatchObject({
      kind: 'each',
      keys: { kind: 'list' },
    })
    expect(readExpression('if a > 1 { x } else if b { y } else { z }')).toMatchObject({
      kind: 'if_expression',
      else: { kind: 'if_expression', else: { kind: 'block' } },
    })
    expect(readExpression('if a { for i in n { i } }\nelse { if c { x } else { y } }')).toMatchObject({
      then: { statements: [{ kind: 'expression', value: { kind: 'for_expression' } }] },
      else: { statements: [{ kind: 'expression', value: { kind: 'if_expression' } }] },
    })
  })

  test('for and if as statements', () => {
    expect(readStatement('for i in 0..3 { h = f(h) }')).toMatchObject({
      kind: 'for',
      loop: { variable: { name: 'i' } },
    })
    expect(readStatement('if a { h = x } else if b { h = y } else { h = z }')).toMatchObject({
      kind: 'if',
      else: { kind: 'if', else: { kind: 'block' } },
    })
  })

  test('statements', () => {
    const kinds = readBlock(
      'let a = 1\nexport let b: per surfaces [128] = f(x)\nvar c: [N] = x\nc = c + 1\nparam d : [N] = zeros\nparam e: [N, M]\n' +
        'predict click = c\npredict buy {\n let q = c\n return q\n}\nreturn c',
    ).statements.map(({ kind }) => kind)
    expect(kinds).toEqual(['let', 'let', 'var', 'assign', 'param', 'param', 'predict', 'predict', 'return'])
  })

  test('a value that goes nowhere is refused, and so is a body that gives none', () => {
    const body = (text: string) => codes(`tower a of b {\n${text}\n}`)
    expect(body('f(x)')).toEqual(['CTR1011'])
    expect(body('for i in n { f(i) }')).toEqual(['CTR1011'])
    expect(body('let a = stack(for i in n {\n f(i)\n g(i)\n })')).toEqual(['CTR1011'])
    expect(body('let a = stack(for i in n { h = 1 })')).toEqual(['CTR1012'])
    expect(body('let a = if b { c }')).toEqual(['CTR1012'])
    expect(body('f(x) = 3')).toEqual(['CTR1013'])
  })

  test('a line that begins with an operator is refused, even where it would be a value', () => {
    expect(codes('tower a of b {\n let x = y\n + z\n}')).toEqual(['CTR1017'])
    expect(codes('tower a of b { let s = stack(for i in n {\n let x = y\n - z\n }) }')).toEqual(['CTR1017'])
    expect(readExpression('stack(for i in n {\n -z\n})')).toMatchObject({ kind: 'call' })
  })
})

describe('literals', () => {
  test.each([
    ['500_000', 500_000, true],
    ['4M', 4_000_000, true],
    ['2K', 2000, true],
    ['1.5M', 1_500_000, true],
    ['1.1M', 1_100_000, true],
    ['1e-3', 0.001, false],
    ['1e3', 1000, true],
    ['0.25', 0.25, false],
    ['9_007_199_254_740_991', Number.MAX_SAFE_INTEGER, true],
  ])('%s is a number', (raw, value, integer) => {
    expect(readExpression(raw)).toMatchObject({ kind: 'number', value, raw, integer })
  })

  test.each(['.5', '5.', '1__0', '1_', '3Q', '0x1F', '1e999', '9_007_199_254_740_993', '1e', '2Kb'])(
    '%s is refused',
    (raw) => {
      expect(codes(`tower a of b { let x = ${raw} }`)).toEqual(['CTR1008'])
    },
  )

  test('a range of numbers is no decimal point', () => {
    expect(readExpression('0..10')).toMatchObject({ kind: 'range', start: { value: 0 }, end: { value: 10 } })
  })

  test('strings and their escapes', () => {
    expect(readExpression(String.raw`"a \"b\" \\ \n\r\t \u{1F600} 'c'"`)).toMatchObject({
      kind: 'string',
      value: 'a "b" \\ \n\r\t 😀 \'c\'',
    })
    expect(codes(String.raw`import "\q"`)).toEqual(['CTR1009'])
    expect(codes(String.raw`import "\u{FFFFFF}"`)).toEqual(['CTR1009'])
    expect(codes('import "abc\n')).toEqual(['CTR1007'])
    expect(codes(String.raw`import "abc\"`)).toEqual(['CTR1007'])
  })
})

/** Random trees of everything that has a text. */
const { expression } = fc.letrec<{ expression: string; operand: string }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom('a', 'level', 'is_', '0', '1_000', '2.5', '4M', '"s\\n"', 'true', 'null', '[]'),
    tie('expression').map((inside) => `(${inside})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `f(${a}, in: ${b})`),
    fc.tuple(tie('operand'), tie('expression')).map(([a, b]) => `(${a})[${b}].member`),
    tie('expression').map((inside) => `[${inside}, ${inside}]`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(for i in (${a}) {\n let q = ${b}\n q })`),
    fc
      .tuple(tie('expression'), tie('expression'))
      .map(([a, b]) => `(if (${a}) { ${b} } else { (each k in ks { ${a} }) })`),
  ),
  expression: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('operand'),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/', '%', '@', 'and', 'or'), tie('operand'), tie('operand'), tie('operand'))
      .map(([operator, a, b, c]) => `${a} ${operator} - ${b} ${operator === '*' ? '+' : '*'} ${c}`),
    fc
      .tuple(fc.constantFrom('==', '<', 'in', 'not in', 'is', 'is not', '..'), tie('operand'), tie('operand'))
      .map(([operator, a, b]) => `not ${a} ${operator} ${b}`),
    tie('operand').map((value) => `${value} else zeros renamed from old`),
  ),
}))

describe('canonical text', () => {
  test('reads back as the same tree', () => {
    fc.assert(
      fc.property(expression, (text) => {
        const tree = readExpression(String(text))
        const printed = printExpression(tree)
        expect(shapeOf(readExpression(printed))).toEqual(shapeOf(tree))
        expect(printExpression(readExpression(printed))).toBe(printed)
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['a+b*( c )', 'a + b * c'],
    ['(a+b)*c', '(a + b) * c'],
    ['a - (b - c)', 'a - (b - c)'],
    ['f( x,units :[64 , 32] )', 'f(x, units: [64, 32])'],
    ['not(a and b)', 'not (a and b)'],
    ['(a else zeros)[surface]', '(a else zeros)[surface]'],
    ['stack(for e in 0..n {\n  g(e)\n})', 'stack(for e in 0..n { g(e) })'],
  ])('%s prints as %s', (text, printed) => {
    expect(printExpression(readExpression(text))).toBe(printed)
  })
})

test('a walk meets every expression once, outer first, and leaves out what its visitor declines', () => {
  const tree = readExpression('f(a, for i in 0..n { g(i) + b[c] })')
  const met: string[] = []
  walkExpressions(tree, (each) => {
    met.push(printExpression(each))
    return each.kind !== 'index'
  })
  expect(met.slice(1)).toEqual([
    'a',
    'for i in 0..n { g(i) + b[c] }',
    '0..n',
    '0',
    'n',
    'g(i) + b[c]',
    'g(i)',
    'i',
    'b[c]',
  ])
})
