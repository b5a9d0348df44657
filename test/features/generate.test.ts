import { expect, test } from 'vitest'
import { definitionOf, type FeatureKind } from '../../src/features/kinds.ts'
import { missingInteger } from '../../src/graph/vocabulary.ts'

const seeds = Array.from({ length: 400 }, (_, seed) => seed)
const valuesOf = (type: FeatureKind, missing: number | string): readonly unknown[] => {
  const column = definitionOf(type).generate({ name: 'f', missing, default: undefined }, seeds, undefined)
  return column.kind === 'list' ? [] : [...column.values]
}

test('made-up values have the sentinel among them, and usual values', () => {
  const floats = valuesOf({ kind: 'float' }, 0.1)
  expect(floats).toContain(Math.fround(0.1))
  expect(floats.some(Number.isNaN)).toBe(true)
  const ints = valuesOf({ kind: 'int' }, -7)
  expect(ints).toContain(-7n)
  expect(new Set(ints).size).toBeGreaterThan(50)
  expect(valuesOf({ kind: 'id', table: 't' }, -7)).toEqual(expect.arrayContaining([-7n, missingInteger]))
  expect(valuesOf({ kind: 'string', table: 't' }, 'none')).toEqual(expect.arrayContaining(['none', '']))
  expect(new Set(valuesOf({ kind: 'bool' }, -1))).toEqual(new Set([-1n, 0n, 1n]))
})

test('equal seeds give equal values', () => {
  const type: FeatureKind = { kind: 'list', element: 'id', length: 5, table: 't' }
  const make = () =>
    definitionOf(type).generate({ name: 'f', missing: undefined, default: undefined }, seeds, undefined)
  expect(make()).toEqual(make())
})
