import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, exported, temporaryFolder } from './fixture.ts'

/** Every ONNX graph hashes ids by another seed than training's rows. */
vi.mock('../../src/emit/onnx/hash.ts', async (original) => {
  const real = await original<typeof import('../../src/emit/onnx/hash.ts')>()
  const hashedRow: typeof real.hashedRow = (id, table, rows, node) => real.hashedRow(id, `${table}'`, rows, node)
  return { ...real, hashedRow }
})

test('an export whose graphs encode otherwise than training is refused, although they agree with each other', async () => {
  const out = join(temporaryFolder(), 'out')
  const found = await errorsOf(exported(compiled(allForms, allFormsEntry), out, { surfaces: ['home_feed'] }))
  expect(found.map(({ code }) => code)).toContain('CTR7001')
  for (const { message } of found) expect(message).toContain('served scores equal pruned scores within 0.00001')
})
