import { expect, test } from 'vitest'
import { agreementOf } from './agreement.ts'
import { everyDerivation } from './every.ts'

test('the host and the serving graph derive the same values, bit for bit', async () => {
  const { differences, distinct } = await agreementOf(everyDerivation, 'home_feed', 600, 5)
  expect(differences).toEqual([])
  // What is compared differs from row to row.
  for (const [name, count] of distinct) expect(count, name).toBeGreaterThan(2)
})
