import { expect, test } from 'vitest'
import { graphText } from '../../../src/graph/text.ts'
import { type Files, graphOf, program } from '../programs.ts'

const model = (features: string, body: string): Files =>
  program(`features of request on search${features} { words : list<id, 3> in terms, purpose : id in terms, age : float default 3 }
model m on home_feed, search {
  trunk {
${body}
  }
  calibrate click with platt
}`)

const textOf = (files: Files): string => graphText(graphOf(files))
const parametersOf = (files: Files): readonly string[] => graphOf(files).parameters.map(({ name }) => name)

test.each(['words', 'purpose', 'age'])("'else zeros' where %s is declared is as if its use had it", (name) => {
  const use = name === 'age' ? 'age' : `embed(${name})`
  const [pool, end] = name === 'words' ? ['pool_mean(', ')'] : ['', '']
  const declared = model(' else zeros', `let x = ${use}\npredict click = sum(${pool}x${end})`)
  const used = model('', `let x = ${use} else zeros\npredict click = sum(${pool}x${end})`)
  expect(textOf(declared)).toBe(textOf(used))
})

test("a constant that is learned is its feature's, by name, and of each table once", () => {
  const uses = `let a = pool_mean(embed(words))
let b = pool_mean(embed(words))
let c = pool_mean(embed(words, in: pins))
predict click = sum(a) + sum(b) + sum(c) + sum(embed(purpose)) + age + age`
  const graph = graphOf(model(' else learned', uses))
  expect(graph.parameters.map(({ name, shape }) => [name, shape])).toEqual([
    ['features.age.learned', []],
    ['features.purpose.learned', [8]],
    ['features.words.learned', [1, 8]],
    ['features.words.pins.learned', [1, 8]],
  ])
  const single = 'let a = pool_mean(embed(words))\npredict click = sum(a)'
  const named = textOf(model('', single.replace('embed(words)', '(embed(words) else learned)')))
  const inOrder = (text: string): readonly string[] => text.split('\n').sort()
  expect(inOrder(textOf(model(' else learned', single)))).toEqual(
    inOrder(named.replaceAll(/trunk\.a(\.pool_mean)?\.words\.learned/g, 'features.words.learned')),
  )
})

test('what is read on one surface alone has no constant there', () => {
  expect(parametersOf(model(' else learned', 'predict click = sum(embed(pin_id))'))).toEqual([])
})

test('a feature that a surface lacks is missing there', () => {
  const text = textOf(model(' else zeros', 'predict click = is_missing(age) + sum(embed(pin_id))'))
  expect(text).toMatch(/constant\(\).*data: \[?1\]?/)
  expect(text).toContain('join(')
})
