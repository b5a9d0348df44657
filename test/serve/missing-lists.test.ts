import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { HostTensor } from '../../src/graph/tensor.ts'
import { diskHost } from '../../src/host/disk.ts'
import { openExported } from '../../src/serve/exported-surface.ts'
import { compiled, exported, temporaryFolder, trainedWeights } from './fixture.ts'

const spec = `
import { linear, pool_mean } from "ctr:std"
surface web
level user by user_id: id
level impression within user
features of impression { words : list<id, 3> in ids }
table ids { rows: hash(10), dim: 2 }
model m on web { trunk { predict click = linear(concat(pool_mean(embed(words)), is_missing(words))) } }
`

test('is_missing of a list is served as it is trained: 1 where the length is -1', async () => {
  const out = join(temporaryFolder(), 'out')
  const model = compiled({ '/main.ctr': spec }, '/main.ctr')
  const weights = trainedWeights(model)
  // Verification compares with what the host encodes.
  await exported(model, out, { weights })
  const { session } = await openExported(diskHost(), join(out, 'serving', 'web'))
  const lengths: HostTensor = { dtype: 'int64', dims: [2], data: BigInt64Array.of(-1n, 0n) }
  const words: HostTensor = { dtype: 'int64', dims: [2, 1], data: BigInt64Array.of(1n, 1n) }
  const outputs = await session.run(
    new Map([
      ['words', words],
      ['words.length', lengths],
    ]),
  )
  const [missing, empty] = Array.from(outputs.get('click.logit')!.data as Float32Array)
  const w = weights.values.get('trunk.click.w')?.data as Float32Array
  expect(missing! - empty!).toBeCloseTo(w[2]!, 6)
  await session.dispose()
})
