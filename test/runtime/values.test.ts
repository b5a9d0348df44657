import { expect, test } from 'vitest'
import { trainedValues } from '../../src/runtime/values.ts'
import { World } from '../graph/world.ts'

test('what a graph trains is sorted by name, as text', () => {
  const world = new World(1)
  const outputs = Array.from(
    { length: 12 },
    (_, i) => ({ kind: 'value', name: `y${i}`, value: world.value([1]) }) as const,
  )
  const names = trainedValues(world.graph(outputs)).map(({ name }) => name)
  expect(names.slice(0, 4)).toEqual(['x0', 'x1', 'x10', 'x11'])
  expect(names).toEqual(names.toSorted())
})
