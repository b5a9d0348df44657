import { expect, test } from 'vitest'
import { widenedFeatures } from '../../../src/language/check/widened-features.ts'
import { checkedProgram, trunk } from '../programs.ts'

const widened = (body: string): readonly string[] => [...widenedFeatures(checkedProgram(trunk(body)))].sort()

test('features that are named before an else', () => {
  const body = `let query = pool_mean(embed(query_terms)) else zeros
predict click = linear(concat(query, embed(user_id)))`
  expect(widened(body)).toEqual(['query_terms'])
  expect(widened('predict click = linear(embed(user_id))')).toEqual([])
})

test('features that are widened where they are declared', () => {
  const files = trunk('predict click = sum(depth)')
  const more = {
    ...files,
    '/main.ctr': `${files['/main.ctr']}features of request on search else zeros { depth : float default 0 }\n`,
  }
  expect([...widenedFeatures(checkedProgram(more))]).toEqual(['depth'])
})
