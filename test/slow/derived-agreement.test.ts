import { expect, test } from 'vitest'
import { agreementOf } from '../features/derived/agreement.ts'
import { everyDerivation } from '../features/derived/every.ts'

test.each([1, 2, 3])('every derivation agrees on the host and in the graph on 10,000 rows, seed %i', async (seed) => {
  const { differences, rows } = await agreementOf(everyDerivation, 'home_feed', 10_000, seed)
  expect(rows).toBe(10_000)
  expect(differences).toEqual([])
})
