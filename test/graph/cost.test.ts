import { expect, it } from 'vitest'
import { graphCost } from '../../src/graph/cost.ts'
import { at, World } from './world.ts'

it('counts work at the level whose rows it walks, and parameters', () => {
  const world = new World(1)
  const user = world.g.matmul(world.value([4], at('user')), world.value([4, 8]))
  const row = world.g.matmul(world.g.spread(user, 'candidate'), world.value([8, 1]))
  const graph = world.graph([{ kind: 'value', name: 'y', value: world.g.total(row) }])
  const cost = graphCost(graph)
  expect(cost.multiplyAdds).toEqual(
    new Map([
      ['user', 4 * 8],
      ['candidate', 8 * 1 + 1],
    ]),
  )
  expect(cost.once).toBe(0)
  expect(cost.parameters).toBe(4 * 8 + 8 * 1)
  // One table of a user group's 4 numbers: 5 groups in the batch of world.ts.
  expect(cost.tableParameters).toBe(5 * 4)
})
