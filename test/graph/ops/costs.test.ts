import { expect, it } from 'vitest'
import { opCost } from '../../../src/graph/typed-op.ts'
import { at, World } from '../world.ts'

/** The work of the last op that is built, of one row. */
function work(build: (world: World) => unknown): number {
  const world = new World(1)
  build(world)
  const op = world.builder.ops.at(-1)!
  return opCost(
    op,
    op.inputs.map((input) => world.g.typeOf(input)),
  ).multiplyAdds
}

const of = (world: World, ...shape: readonly number[]) => world.value(shape, at('user'))

// By definition: one for each product of a matrix product, one for each element of elementwise work and of a reduction's operand.
it.each<readonly [string, number, (world: World) => unknown]>([
  [
    'a row times a matrix [4, 8]: a product for each of its numbers',
    4 * 8,
    (w) => w.g.matmul(of(w, 4), w.value([4, 8])),
  ],
  ['three rows times the matrix', 3 * 4 * 8, (w) => w.g.matmul(of(w, 3, 4), w.value([4, 8]))],
  ['a product by batch', 2 * 3 * 4 * 8, (w) => w.g.matmul(of(w, 2, 3, 4), w.value([2, 4, 8]))],
  ['outer products of 3 and 5, in two leading rows', 2 * 3 * 5, (w) => w.g.contract(of(w, 2, 3), of(w, 2, 5))],
  ['an operation of one operand', 6, (w) => w.g.exp(of(w, 2, 3))],
  ['of two, by the broadcast result', 6, (w) => w.g.add(of(w, 3), of(w, 2, 3))],
  ['a choice, by the broadcast result', 6, (w) => w.g.where(of(w, 3), w.g.constant(0), of(w, 2, 3))],
  ['a mask', 6, (w) => w.builder.add('dropout', [of(w, 2, 3), of(w, 2, 3)], { rate: 0.5 })],
  ['a sum, by what is added', 6, (w) => w.g.sum(of(w, 2, 3), [1])],
  ['a mean', 6, (w) => w.g.mean(of(w, 2, 3), [0])],
  ['a maximum over an axis', 6, (w) => w.g.max(of(w, 2, 3), 1)],
  [
    'the places of maxima',
    6,
    (w) => {
      const x = of(w, 2, 3)
      w.g.firstMax(x, w.g.max(x, 1), 1)
    },
  ],
  ['exponentials, their sum and the division', 3 * 6, (w) => w.g.softmax(of(w, 2, 3))],
  ['a sum over rows', 6, (w) => w.g.total(of(w, 2, 3))],
  ['a sum over finer groups', 3, (w) => w.g.collect(w.value([3], at('candidate')), 'user')],
  ['moving to finer groups', 0, (w) => w.g.spread(of(w, 2, 3), 'candidate')],
  ['moving axes', 0, (w) => w.g.transpose(of(w, 2, 3), [1, 0])],
  ['putting side by side', 0, (w) => w.g.concat([of(w, 2), of(w, 3)], 0)],
  ['cutting out', 0, (w) => w.g.slice(of(w, 3), 0, 1, 2)],
])('%s', (_, multiplyAdds, build) => {
  expect(work(build)).toBe(multiplyAdds)
})
