import { expect, test } from 'vitest'
import { domainsOf } from '../../src/graph/domains.ts'
import { compiled } from '../serve/fixture.ts'

test('functions that are not finite for all numbers, of features themselves', () => {
  const { graph } = compiled(
    {
      '/main.ctr': `
import { linear } from "ctr:std"
surface web
level user by user_id: id
level impression within user
features of user { age : int default 1 }
features of impression { a : float default 1, b : float default 1, c : float default 1, d : [2] default 0, e : float default 1 }
model m on web {
  trunk {
    let logs     = concat(log(a), log1p(b), sqrt(c), 1 / age, log(age), exp(e), pow(e, 3), pow(e, 1.5), pow(age, -2), pow(c, -0.5))
    export let h = concat(logs, log(max(a, 1)), sqrt(b * b + 1), a / 2, a / (b + 1), tanh(d))
  }
}
tower web of m { predict click = linear(h) }
`,
    },
    '/main.ctr',
  )
  expect(domainsOf(graph)).toEqual([
    { feature: 'a', kind: 'log' },
    { feature: 'age', kind: 'div' },
    { feature: 'age', kind: 'inverse_power' },
    { feature: 'age', kind: 'log' },
    { feature: 'b', kind: 'log1p' },
    { feature: 'c', kind: 'inverse_root' },
    { feature: 'c', kind: 'sqrt' },
    { feature: 'e', kind: 'root' },
  ])
})
