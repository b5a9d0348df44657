import { expect, test } from 'vitest'
import type { StoredEntry } from '../../src/runtime/safetensors.ts'
import { storedDifferences } from '../../src/runtime/stored-differences.ts'

const entry = (name: string, dtype: StoredEntry['dtype'], ...dims: number[]): readonly [string, StoredEntry] => [
  name,
  { name, dtype, dims, position: 0 },
]
const wanted = [
  { name: 'a', dims: [2, 3] },
  { name: 'b', dims: [] },
  { name: 'c', dims: [4] },
  { name: 'd', dims: [6] },
]

test('a file with the values of the model, in any order, does not differ', () => {
  const entries = new Map([
    entry('d', 'float32', 6),
    entry('b', 'float32'),
    entry('a', 'float32', 2, 3),
    entry('c', 'float32', 4),
  ])
  expect(storedDifferences(wanted, entries)).toEqual([])
})

test('differences come in the order of the model, what only the file has last', () => {
  const entries = new Map([
    entry('z', 'uint8', 1),
    entry('a', 'float32', 3, 2),
    entry('y', 'float32', 1),
    // As many numbers, in another shape, and of another type.
    entry('d', 'float32', 2, 3),
    entry('b', 'int32'),
  ])
  expect(storedDifferences(wanted, entries)).toEqual([
    { kind: 'shape', name: 'a', found: 'float32 [3, 2]', expected: 'float32 [2, 3]' },
    { kind: 'shape', name: 'b', found: 'int32 []', expected: 'float32 []' },
    { kind: 'missing', name: 'c' },
    { kind: 'shape', name: 'd', found: 'float32 [2, 3]', expected: 'float32 [6]' },
    { kind: 'extra', name: 'z' },
    { kind: 'extra', name: 'y' },
  ])
})
