import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compiled, exported, specFiles, temporaryFolder } from './fixture.ts'

const folder = temporaryFolder()

/** Bit for bit, and within 1e-5: an export that does not hold to them throws. */
test.each([
  ['unified', '/specs/unified/engagement.ctr', undefined, ['home_feed', 'search']],
  ['baseline', '/specs/baseline/baseline.ctr', undefined, ['home_feed', 'related_pins', 'search']],
  ['separate', '/specs/separate/separate.ctr', 'search_ctr', ['search']],
])('%s is exported, each surface verified', async (name, entry, model, surfaces) => {
  const made = await exported(compiled(specFiles(), entry, model), join(folder, name))
  expect(made.map(({ surface }) => surface)).toEqual(surfaces)
  for (const { tolerances } of made) {
    expect(tolerances).toMatchObject({ rows: 96, pruned: 0 })
    expect(tolerances.served).toBeLessThanOrEqual(1e-5)
    expect(tolerances.neighbours).toBeLessThanOrEqual(1e-5)
  }
})
