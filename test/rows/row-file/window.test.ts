import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import type { ScratchFile } from '../../../src/host/scratch-file.ts'
import { Window } from '../../../src/rows/row-file/window.ts'

/** A file of records of these sizes in words, each filled with its row's number, and what is read of it. */
function fileOf(sizes: readonly number[]) {
  const inner = memoryHost().scratchFile('rows')
  const offsets = new Float64Array(sizes.length + 1)
  sizes.forEach((size, row) => {
    offsets[row + 1] = offsets[row]! + 4 * size
    inner.append(new Uint8Array(new Uint32Array(size).fill(row).buffer))
  })
  const reads: (readonly [position: number, bytes: number])[] = []
  const file: ScratchFile = {
    ...inner,
    read(position, into) {
      reads.push([position, into.length])
      inner.read(position, into)
    },
  }
  return { file, offsets, reads }
}

test('records of any sizes come in the order that was asked for', () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(3000, 70_000)), {
    minLength: 1,
    maxLength: 30,
  })
  fc.assert(
    fc.property(sizes, fc.array(fc.nat(), { maxLength: 40 }), (all, picks) => {
      const { file, offsets } = fileOf(all)
      const window = new Window(file, offsets)
      for (const rows of [picks, picks.toReversed()].map((each) => each.map((row) => row % all.length))) {
        const distinct = [...new Set(rows)]
        const { words, starts } = window.read(Uint32Array.from(distinct))
        distinct.forEach((row, i) => {
          const record = words.subarray(starts[i]!, starts[i]! + all[row]!)
          expect([record.length, record.every((word) => word === row)]).toEqual([all[row], true])
        })
      }
    }),
    { numRuns: 40 },
  )
})

test('what lies near is read at once, in the order of the file', () => {
  const { file, offsets, reads } = fileOf(Array.from({ length: 5000 }, () => 10))
  new Window(file, offsets).read(Uint32Array.of(4000, 3, 1, 100, 4001))
  // Rows 1, 3 and 100 are less than 4096 bytes apart, 4000 and 4001 beside each other.
  expect(reads).toEqual([
    [40, 100 * 40],
    [160_000, 80],
  ])
})

test.each([
  [1024, 1],
  [1025, 2],
])('a gap of %d words is read along, or takes another read: %d', (gap, count) => {
  const { file, offsets, reads } = fileOf([10, gap, 10])
  new Window(file, offsets).read(Uint32Array.of(0, 2))
  expect(reads).toHaveLength(count)
})

test('no more than a megabyte is read at once, but for a record that is larger', () => {
  const { file, offsets, reads } = fileOf([100_000, 100_000, 100_000, 600_000])
  new Window(file, offsets).read(Uint32Array.of(0, 1, 2, 3))
  expect(reads.map(([, bytes]) => bytes)).toEqual([800_000, 400_000, 2_400_000])
  const whole = fileOf([2 ** 17, 2 ** 17, 1])
  new Window(whole.file, whole.offsets).read(Uint32Array.of(0, 1, 2))
  expect(whole.reads.map(([, bytes]) => bytes)).toEqual([2 ** 20, 4])
})
