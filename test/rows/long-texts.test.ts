import fc from 'fast-check'
import { expect, test } from 'vitest'
import { longTexts } from '../../src/rows/long-texts.ts'

/** Memory in which strings lie at places, as DuckDB's vectors point to them: above 4 GiB, so that both words of a pointer count. */
const base = 2 ** 33 + 4096

function vector(strings: readonly { readonly place: number; readonly length: number }[]) {
  const memory = Uint8Array.from({ length: 4096 }, (_, i) => i * 7)
  const words = new Uint32Array(4 * strings.length)
  strings.forEach(({ place, length }, row) => {
    words.set([length, 0, (base + place) % 2 ** 32, Math.floor((base + place) / 2 ** 32)], 4 * row)
  })
  const taken: number[] = []
  const pointedAt = (row: number, bytes: number): Uint8Array => {
    taken.push(bytes)
    const { place } = strings[row]!
    return memory.subarray(place, place + bytes)
  }
  const bytesOf = (row: number): readonly number[] => {
    const { place, length } = strings[row]!
    return [...memory.subarray(place, place + length)]
  }
  return { words, pointedAt, bytesOf, taken }
}

test('strings behind each other are taken at once, up to a gap that is no padding', () => {
  const { words, pointedAt, bytesOf, taken } = vector([
    { place: 8, length: 13 },
    { place: 24, length: 16 },
    { place: 40, length: 20 },
    { place: 72, length: 14 },
  ])
  const textOf = longTexts(words, undefined, pointedAt)
  for (let row = 0; row < 4; row++) expect([...textOf(row)]).toEqual(bytesOf(row))
  expect(taken).toEqual([52, 14])
})

test('missing and short strings lie elsewhere', () => {
  const { words, pointedAt, bytesOf, taken } = vector([
    { place: 8, length: 16 },
    { place: 3000, length: 500 },
    { place: 2000, length: 12 },
    { place: 24, length: 16 },
  ])
  const textOf = longTexts(words, Uint8Array.of(0b1101), pointedAt)
  expect([...textOf(0)]).toEqual(bytesOf(0))
  expect([...textOf(3)]).toEqual(bytesOf(3))
  expect(taken).toEqual([32])
})

test('wherever strings lie, and in whatever order they are asked for', () => {
  const strings = fc.array(fc.record({ place: fc.nat(3900), length: fc.integer({ min: 13, max: 100 }) }), {
    minLength: 1,
  })
  fc.assert(
    fc.property(strings, fc.array(fc.nat(1000)), (all, asked) => {
      const { words, pointedAt, bytesOf } = vector(all)
      const textOf = longTexts(words, undefined, pointedAt)
      for (const each of asked) expect([...textOf(each % all.length)]).toEqual(bytesOf(each % all.length))
    }),
  )
})
