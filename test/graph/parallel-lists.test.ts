import { describe, expect, test } from 'vitest'
import { parallelLists } from '../../src/graph/parallel-lists.ts'
import { compiled } from '../serve/fixture.ts'

/** The sets of a trunk that ends with `let h`; a, b and c are lists of 4, d is one of 3. */
const sets = (...lines: readonly string[]): readonly (readonly string[])[] =>
  parallelLists(
    compiled(
      {
        '/main.ctr': `
import { linear, pool_mean, transformer } from "ctr:std"
surface web
level user by user_id: id
level impression within user
features of user { a : list<id, 4> in ads, c : list<string, 4> in words }
features of user { sequence r max 4 { x : id in ads, y : string in words, n : float default 0 } }
features of impression { b : list<id, 4> in ads, d : list<id, 3> in ads, e : id in ads }
table ads   { rows: hash(100), dim: 4 }
table words { rows: vocabulary(10), dim: 4 }
model m on web {
  trunk {
    ${lines.join('\n    ')}
  }
}
tower web of m { predict click = linear(h) }
`,
      },
      '/main.ctr',
    ).graph,
  )

const pooled = 'export let h = pool_mean(s)'

describe('lists whose steps meet', () => {
  test.each<[string, readonly string[], readonly (readonly string[])[]]>([
    ['in a sum', ['let s = masked(values(embed(a)) + values(embed(b)), mask(embed(a)))', pooled], [['a', 'b']]],
    [
      'beside each other',
      ['let s = masked(concat(values(embed(a)), values(embed(b))), mask(embed(a)))', pooled],
      [['a', 'b']],
    ],
    [
      'of a record and a list, whatever fields',
      ['let s = masked(concat(values(embed(a)), values(embed(r.x)), values(r.n)), mask(embed(r.y)))', pooled],
      [['a', 'r']],
    ],
    ['by the mask of one', ['let s = masked(values(embed(a)), mask(embed(b)))', pooled], [['a', 'b']]],
    [
      'of three, by pairs',
      [
        'let x = values(embed(a)) * values(embed(b))',
        'let y = values(embed(b)) * values(embed(c))',
        'export let h = concat(sum(x), sum(y))',
      ],
      [['a', 'b', 'c']],
    ],
    [
      'as the factors of one sum',
      [
        'let weights = softmax(sum(values(embed(a)), axis: -1))',
        'export let h = reshape(reshape(weights, [1, 4]) @ values(embed(b)), [4])',
      ],
      [['a', 'b']],
    ],
    [
      'behind functions, transposed and back',
      [
        'let x = transpose(relu(values(embed(a))))',
        'export let h = concat(sum(x - transpose(tanh(values(embed(b))))))',
      ],
      [['a', 'b']],
    ],
  ])('%s', (_, lines, expected) => {
    expect(sets(...lines)).toEqual(expected)
  })
})

describe('lists that are independent', () => {
  test.each<[string, readonly string[]]>([
    ['each pooled', ['export let h = concat(pool_mean(embed(a)), pool_mean(embed(b)))']],
    [
      'each in a transformer',
      [
        'let x = transformer(embed(a))',
        'let y = transformer(embed(b))',
        'export let h = concat(pool_mean(x), pool_mean(y))',
      ],
    ],
    ['in all pairs', ['export let h = concat(sum(values(embed(a)) @ transpose(values(embed(b)))))']],
    [
      'one behind the other',
      [
        'let s = masked(concat(values(embed(a)), values(embed(d)), axis: 0), concat(mask(embed(a)), mask(embed(d)), axis: 0))',
        pooled,
      ],
    ],
    ['a list with one id', ['let s = masked(values(embed(a)) * embed(e), mask(embed(a)))', pooled]],
    ['a list with itself', ['let s = masked(values(embed(a)) * values(embed(a)), mask(embed(a)))', pooled]],
    ['their missing flags', ['export let h = concat(is_missing(a), is_missing(b)) * (is_missing(a) + is_missing(b))']],
  ])('%s', (_, lines) => {
    expect(sets(...lines)).toEqual([])
  })
})
