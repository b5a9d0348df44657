import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { HostTensor } from '../../src/graph/tensor.ts'
import { diskHost } from '../../src/host/disk.ts'
import { openExported } from '../../src/serve/exported-surface.ts'
import { compiled, exported, temporaryFolder } from './fixture.ts'

/** Lists of two levels, of which the finer alone is computed once per key: a sum of their faults would be the finer's. */
const spec = `
import { linear, pool_mean } from "ctr:std"
surface web
level user    by user_id
level request by request_id within user
level impression within request
features of user    { seen  : list<id, 4> in ads }
features of request { shown : list<id, 4> in ads }
features of impression { price : float }
table ads { rows: hash(100), dim: 4 }
model m on web { trunk { export let h = concat(pool_mean(embed(seen)), pool_mean(embed(shown)), price) } }
tower web of m { predict click = linear(h) }
serve m { dedupe: { levels: [request] } }
`

const integers = (dims: readonly number[], ...values: readonly number[]): HostTensor => ({
  dtype: 'int64',
  dims,
  data: BigInt64Array.from(values, BigInt),
})

test('a row lacks its scores exactly where it has a reason, whatever the first row of its group has', async () => {
  const out = join(temporaryFolder(), 'out')
  await exported(compiled({ '/main.ctr': spec }, '/main.ctr'), out)
  const model = await openExported(diskHost(), join(out, 'serving', 'web'))
  /** Of four rows in two requests, what each has: a score, or its status. */
  const served = async (lengths: readonly number[]): Promise<readonly (number | 'scored')[]> => {
    const outputs = await model.session.run(
      new Map([
        ['user_id', integers([4], 1, 1, 1, 1)],
        ['request_id', integers([4], 1, 1, 2, 2)],
        ['seen', integers([4, 2], 1, 2, 1, 2, 1, 2, 1, 2)],
        ['seen.length', integers([4], ...lengths)],
        ['shown', integers([4, 2], 3, 4, 3, 4, 5, 6, 5, 6)],
        ['shown.length', integers([4], 2, 2, 2, 2)],
        ['price', { dtype: 'float32', dims: [4], data: Float32Array.of(1, 2, 3, 4) }],
      ]),
    )
    const numbers = (name: string): readonly number[] =>
      Array.from(outputs.get(name)!.data as ArrayLike<number | bigint>, Number)
    const [status, logit, probability] = [numbers('status'), numbers('click.logit'), numbers('click')]
    return status.map((reason, row) => {
      const scores = [logit[row], probability[row]]
      if (reason === 0 && scores.every(Number.isFinite)) return 'scored'
      if (reason !== 0 && scores.every(Number.isNaN)) return reason
      throw new Error(`row ${row} has status ${reason} and ${scores.join(', ')}`)
    })
  }
  try {
    expect(await served([2, 2, 2, 2])).toEqual(['scored', 'scored', 'scored', 'scored'])
    // The first row of its request, then another.
    expect(await served([3, 2, 2, 2])).toEqual([5, 'scored', 'scored', 'scored'])
    expect(await served([2, 2, 2, -2])).toEqual(['scored', 'scored', 'scored', 5])
  } finally {
    await model.session.dispose()
  }
})
