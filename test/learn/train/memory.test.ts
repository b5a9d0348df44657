import { expect, test } from 'vitest'
import { needOf } from '../../../src/learn/train/memory.ts'
import { chosen } from '../../../src/optimizers/chosen.ts'
import { project } from './project.ts'

const codes = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }): string[] =>
  diagnostics.map(({ code }) => code)

test('counts values and the slots of their optimizers', async () => {
  const { graph } = (await project()).model()
  const optimizers = { optimizer: chosen('adam'), tables: chosen('rowwise_adagrad') }
  const need = needOf({ ...graph, parameters: [{ name: 'w', shape: [3, 5], initial: { kind: 'zeros' } }] }, optimizers)
  // 50 rows of hash and the missing one; 8 words, the missing and the unknown one. Each row has its numbers and one accumulator.
  expect(need.tables).toEqual([
    { name: 'users', rows: 51, dim: 4, bytes: 4 * 51 * (4 + 1) },
    { name: 'countries', rows: 10, dim: 3, bytes: 4 * 10 * (3 + 1) },
  ])
  // Adam keeps two moments of each number.
  expect(need.bytes).toBe(4 * 51 * 5 + 4 * 10 * 4 + 4 * 3 * 15)
})

test('a training that does not fit is refused before anything is written, with the largest tables', async () => {
  const p = await project((text) => text.replace('hash(50), dim: 4', 'hash(1_000_000_000), dim: 64'))
  const host = { ...p.host, memory: () => 64e9 }
  const found = await p.train('run', { host })
  // (10^9 + 1) rows of 64 numbers and an accumulator: 260 GB.
  expect(found.diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    "CTR9009: training model 'm' takes at least 260.0 GB, but there are 64.0 GB of memory; the largest tables: " +
      'users (1000000001 x 64: 260.0 GB), countries (10 x 3: 160 bytes)',
  ])
  expect(found.diagnostics[0]?.span?.file).toBe(p.path('m.ctr'))
  expect(p.host.exists(p.path('run/run.json'))).toBe(false)
})

test('memory that is just enough is enough', async () => {
  const p = await project()
  const model = p.model()
  const { train } = model.spec
  if (train === undefined) throw new Error('the spec trains')
  const { bytes } = needOf(model.graph, train)
  const at = (memory: number) => p.train(`run-${memory}`, { host: { ...p.host, memory: () => memory } })
  expect(codes(await at(bytes - 1))).toEqual(['CTR9009'])
  expect(codes(await at(bytes))).not.toContain('CTR9009')
})
