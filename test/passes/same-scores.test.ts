import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalOrder } from '../../src/graph/canonical.ts'
import { graphText } from '../../src/graph/text.ts'
import { verify } from '../../src/graph/verify.ts'
import { commonSubexpressions } from '../../src/passes/common-subexpressions.ts'
import { foldConstants } from '../../src/passes/fold-constants.ts'
import { fuseLookups } from '../../src/passes/fuse-lookups.ts'
import { hoistCoarseWork } from '../../src/passes/hoist-coarse-work.ts'
import type { Pass } from '../../src/passes/pass.ts'
import { runPasses, servingOptimizations } from '../../src/passes/pipeline.ts'
import { prune } from '../../src/passes/prune.ts'
import { serving } from '../../src/passes/serving.ts'
import { on, surfaces } from '../graph/world.ts'
import { randomModel, scores } from './random-model.ts'

const runs = { numRuns: 60 }
const nothingServed = serving({ values: new Map(), rowOf: () => 0 })

/** Folding rounds a constant to float32 once, which moves a logit by some 1e-7; the rest moves doubles by 1e-12 at most. */
const tolerance = (pass: Pass): number => (pass === foldConstants ? 1e-5 : 1e-10)

describe('random graphs keep their scores through', () => {
  it.each(
    [commonSubexpressions, foldConstants, fuseLookups, hoistCoarseWork, nothingServed].map(
      (pass) => [pass.name, pass] as const,
    ),
  )('%s', (_, pass) => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { world, graph } = randomModel(seed)
        const after = pass.run(graph)
        expect(verify(after)).toEqual([])
        const [expected, found] = [scores(graph, world), scores(after, world)]
        expect(Object.keys(found)).toEqual(Object.keys(expected))
        for (const [name, numbers] of Object.entries(expected)) {
          expect(found[name]).toHaveLength(numbers.length)
          numbers.forEach((number, i) => {
            expect(Math.abs(found[name]![i]! - number)).toBeLessThanOrEqual(tolerance(pass))
          })
        }
        expect(graphText(pass.run(after))).toBe(graphText(pass.run(pass.run(after))))
      }),
      runs,
    )
  })

  it('prune, bit for bit, with the ops that the surface reaches', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...surfaces.names), (seed, surface) => {
        const { world, graph } = randomModel(seed)
        const after = prune(on(surface)).run(graph)
        expect(verify(after)).toEqual([])
        const [expected, found] = [scores(graph, world), scores(after, world)]
        expect(Object.keys(found)).toEqual([`logit/click/${surface}`, `logit/long_click/${surface}`])
        for (const name of Object.keys(found)) expect(found[name]).toEqual(expected[name])
        const whole = new Map(graph.ops.map((op) => [op.id, op]))
        for (const { id, kind } of after.ops) expect(whole.get(id)?.kind).toBe(kind)
        const read = new Set(after.ops.flatMap(({ inputs }) => inputs))
        const outputs = new Set(after.outputs.map(({ value }) => value))
        expect(after.ops.filter(({ id }) => !read.has(id) && !outputs.has(id))).toEqual([])
        expect(canonicalOrder(after.ops)).toEqual(after.ops)
      }),
      runs,
    )
  })

  it('prune and all serving optimizations together', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { world, graph } = randomModel(seed)
        const after = runPasses(graph, [prune(on('search')), nothingServed, ...servingOptimizations], { verify: true })
        const [expected, found] = [scores(graph, world), scores(after, world)]
        for (const name of Object.keys(found))
          found[name]!.forEach((number, i) => {
            expect(Math.abs(number - expected[name]![i]!)).toBeLessThan(1e-5)
          })
      }),
      runs,
    )
  })
})
