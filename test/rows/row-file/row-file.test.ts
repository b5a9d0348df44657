import { expect, test } from 'vitest'
import { HostError } from '../../../src/host/host.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { RecordLayout } from '../../../src/rows/row-file/record-layout.ts'
import { RowFile, type RowMemory } from '../../../src/rows/row-file/row-file.ts'
import { RowKeys } from '../../../src/rows/row-file/row-keys.ts'
import { chunkOfKeys } from './key-chunk.ts'

const count = 50
/** Of each row its place in the stable order: 37 and 50 have no common divisor. */
const placeOf = (row: number): number => (row * 37) % count
const inOrder = Array.from({ length: count }, (_, row) => row).sort((a, b) => placeOf(a) - placeOf(b))

/** Records of some 100 bytes to 160, each of its own size, written in chunks; and the sizes of what is read of their file. */
function fileOf(memory: RowMemory) {
  const host = memoryHost()
  const layout = new RecordLayout([], [{ kind: 'string' }])
  const keys = new RowKeys(host.scratchFile('keys'), 2, true)
  const reads: number[] = []
  const makeFile = () => {
    const inner = host.scratchFile('rows')
    return {
      ...inner,
      read(position: number, into: Uint8Array) {
        reads.push(into.length)
        inner.read(position, into)
      },
    }
  }
  const file = new RowFile(layout, keys, makeFile, 3, memory)
  for (const [from, to] of [
    [0, 20],
    [20, 45],
    [45, count],
  ] as const) {
    const rows = Array.from({ length: to - from }, (_, i) => from + i)
    const columns = {
      rows: rows.length,
      cases: Int32Array.from(rows),
      weights: Float64Array.from(rows),
      labels: [],
      raw: [{ kind: 'string', values: rows.map((row) => 'x'.repeat(80 + row)) }],
    } as const
    const chunk = chunkOfKeys(rows.map((row) => ({ digest: BigInt(placeOf(row)) << 100n, hashes: [0n, 0n], text: '' })))
    file.append(columns, chunk, 0)
  }
  return { file, layout, reads }
}

test.each<[string, RowMemory, reads: readonly [least: number, most: number]]>([
  ['a file that is read whole', { window: 1, whole: 2 ** 20 }, [1, 1]],
  // 46 rows in 16 batches. What lies more than 4096 bytes apart takes a read of its own, once a window in a file of 7000.
  ['a window of one batch', { window: 1, whole: 0 }, [16, 32]],
  ['a window of four batches', { window: 1500, whole: 0 }, [4, 8]],
])('%s gives batches of one size, in order, behind those that are skipped', (_, memory, [least, most]) => {
  const { file, layout, reads } = fileOf(memory)
  const batches: { readonly cases: readonly number[]; readonly texts: readonly string[] }[] = []
  // A batch holds until the next is asked for.
  for (const records of file.read('stable', 4, 3)) {
    const { cases, raw } = layout.read(records)
    batches.push({ cases: [...cases], texts: raw[0]?.kind === 'string' ? raw[0].values : [] })
  }
  expect(batches.map(({ cases }) => cases.length)).toEqual([...new Array<number>(15).fill(3), 1])
  expect(batches.flatMap(({ cases }) => cases)).toEqual(inOrder.slice(4))
  expect(batches.flatMap(({ texts }) => texts.map(({ length }) => length - 80))).toEqual(inOrder.slice(4))
  expect(reads.length).toBeGreaterThanOrEqual(least)
  expect(reads.length).toBeLessThanOrEqual(most)
})

test('where no file can be made, that of the keys is gone', () => {
  let closed = 0
  const scratch = memoryHost().scratchFile('keys')
  const keys = new RowKeys({ ...scratch, close: () => closed++ }, 0, true)
  const full = (): never => {
    throw new HostError('no_space', 'rows', 'ENOSPC')
  }
  expect(() => new RowFile(new RecordLayout([], []), keys, full, 3)).toThrow('ENOSPC')
  expect(closed).toBe(1)
})
