import { describe, expect, test } from 'vitest'
import { mistakes, read, readBlock, readDeclaration, shapeOf } from './reading.ts'

const means = (text: string) => shapeOf(readBlock(text).statements)

describe('a new line', () => {
  test.each(['=', '= a +', '= a and', '= a @', '= a ..', '= a in', '= not', '= a not in', '= a ==', '= f.'])(
    'is nothing after %s',
    (end) => {
      const rest = 'b'
      expect(means(`let x ${end}\n\n   // a note\n  ${rest}`)).toEqual(means(`let x ${end} ${rest}`))
    },
  )

  test('is nothing in ( and [, in any context', () => {
    expect(means('let x = f(a\n  , b\n)')).toEqual(means('let x = f(a, b)'))
    expect(means('let x = [\n a\n ,\n b\n]')).toEqual(means('let x = [a, b]'))
    expect(means('let x = (a\n + b)')).toEqual(means('let x = (a + b)'))
    expect(means('let x = a[\n 0\n ]')).toEqual(means('let x = a[0]'))
  })

  test('separates again in a { inside a (', () => {
    expect(means('let x = stack(\n for e in n {\n let a = e\n a\n }\n)')).toEqual(
      means('let x = stack(for e in n {\n let a = e\n a })'),
    )
  })

  test('goes on after : and -> and a comma in declarations', () => {
    const short = 'module f<N, M>(x: [N]) -> [N] { return x }'
    expect(shapeOf(read('module f<N,\n M>(x:\n [N]) ->\n [N] { return x }').items)).toEqual(shapeOf(read(short).items))
    expect(shapeOf(read('model m on a,\n  b {\n}').items)).toEqual(shapeOf(read('model m on a, b { }').items))
  })

  test('ends a line that ends with the > of a type', () => {
    const { features } = readDeclaration('features', 'features of u {\n a : list<id, 3>\n b : int\n}')
    expect(features).toHaveLength(2)
    expect(means('param a: list<[D], L>\nlet b = 1')).toHaveLength(2)
  })

  test('before else { is nothing', () => {
    expect(means('if a {\n b = 1\n}\n\nelse if c {\n b = 2\n}\nelse {\n b = 3\n}')).toEqual(
      means('if a { b = 1 } else if c { b = 2 } else { b = 3 }'),
    )
  })

  test('is kept where the next line begins a statement, so that the mistake stands where it was made', () => {
    expect(mistakes('tower a of b {\n  let x =\n  let y = 1\n}')).toEqual([
      '2:10 CTR1001 found the end of the line, expected a value',
    ])
  })

  test('is needed between items', () => {
    expect(mistakes('tower a of b { let x = 1 let y = 2 }')).toEqual([
      "1:26 CTR1001 found the reserved word 'let', expected a new line or '}'",
    ])
    expect(mistakes('surface a surface b')).toEqual(["1:11 CTR1001 found the name 'surface', expected a new line"])
    expect(mistakes('train m { a: 1 b: 2 }')).toEqual([
      "1:16 CTR1001 found the name 'b', expected a comma, a new line or '}'",
    ])
  })

  test('does not come before else zeros', () => {
    expect(mistakes('tower a of b {\n let x = y\n else zeros\n}')).toEqual([
      "3:2 CTR1001 found the reserved word 'else', expected a statement ('else zeros' and 'else learned' belong on the line of their value)",
    ])
  })
})
