import { expect, test } from 'vitest'
import { expectMarked, programOf } from './marked-program.ts'

test('dedupe, coarse levels first, and budgets', () => {
  const { models } = programOf(`
serve engagement {
  dedupe: { levels: [request, user] }
  budget: { multiply_adds: { user: 40M, candidate: 4M }, parameters: 60M }
}
`)
  const serve = models.get('engagement')?.serve
  expect(serve?.dedupe).toEqual(['user', 'request'])
  expect([...(serve?.budget.multiplyAdds ?? [])]).toEqual([
    ['candidate', 4_000_000],
    ['user', 40_000_000],
  ])
  expect(serve?.budget.parameters).toBe(60_000_000)
})

test('the defaults', () => {
  const { models } = programOf('serve engagement { }')
  expect(models.get('engagement')?.serve).toMatchObject({ dedupe: [], budget: { parameters: undefined } })
})

test('what is wrong with serving', () => {
  expectMarked(`
serve engagement {
  dedupe: { levels: [candidate, user, user], level: [ad] } //~ CTR1565 'candidate' is the row level //~ CTR1516 'user' is listed twice //~ CTR1520 dedupe has no entry 'level'
  budget: { multiply_adds: { usr: 4M, user: 0 }, parameters: "many" } //~ CTR1501 there is no level 'usr' //~ CTR1522 'user' is the number 0 //~ CTR1522 'parameters' is the string "many"
  batch: 1 //~ CTR1520 serve engagement has no entry 'batch'
}
`)
})
