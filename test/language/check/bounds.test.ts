import { expect, test } from 'vitest'
import { check, codesOf, type Files, program, trunk } from '../programs.ts'

/** Modules of which each calls the next, `count` calls deep, each call inside `open` and `close`. */
const chain = (count: number, open = '', close = ''): Files => {
  const modules = Array.from(
    { length: count },
    (_, i) => `module c${i}(x: []) -> [] { return ${open}c${i + 1}(x)${close} }`,
  )
  return program(`${modules.join('\n')}
module c${count}(x: []) -> [] { return x + 1 }
model m on home_feed, search { trunk { predict click = c0(impressions_30d) }
calibrate click with platt }
`)
}

// 499 modules that call one another ended in a stack overflow, reported as a defect.
test.each([
  ['bare', '', ' + 1', 499],
  ['in built-ins', 'sum(stack(relu(concat(', '))))', 200],
  ['in arms', 'if true { ', ' } else { x }', 250],
  ['in loops', 'sum(stack(for i in 0..1 { ', ' }))', 300],
  ['in keys', 'sum(stack(each k in tasks { ', ' }))', 300],
])('modules that call modules too deep are refused, with the bound: %s', (_, open, close, count) => {
  const found = check(chain(count, open, close))
  expect(found.map(({ code }) => code)).toEqual(['CTR3026'])
  expect(found[0]?.message).toContain('the limit is 400')
})

test('a hundred modules deep is no matter', () => {
  expect(codesOf(chain(100, '', ' + 1'))).toEqual([])
})

test('so is an expression as long as the parser takes', () => {
  expect(codesOf(trunk(`predict click = ${'1 + '.repeat(255)}impressions_30d`))).toEqual([])
})

test('more levels than any model has are refused, not compared with each other', () => {
  const names = Array.from({ length: 101 }, (_, i) => `l${i}`)
  const text = `surface a\nlevel row within ${names.join(', ')}\n${names.map((name) => `level ${name} by ${name}_id`).join('\n')}
features of row { f : float default 0 }
model m on a { trunk { predict click = f }
calibrate click with platt }
`
  const found = check({ '/main.ctr': text })
  expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'CTR3026 the number of levels is 102, the limit is 100',
  ])
})

// Each name was compared with all in sight: 4,000 took 13 s, 8,000 a minute.
test('near names are looked for as often as somebody reads them', () => {
  const lines = Array.from({ length: 600 }, (_, i) => `export let item_${i} = itme_${i} + 1`)
  const found = check(trunk(`${lines.join('\n')}\npredict click = impressions_30d`))
  expect(found).toHaveLength(600)
  expect(found.slice(1, 150).every(({ message }) => message.includes('did you mean'))).toBe(true)
  expect(found.filter(({ message }) => message.includes('did you mean')).length).toBeLessThan(300)
})
