import { expect, test } from 'vitest'
import { emitOnnx } from '../../../../src/emit/onnx/emit.ts'
import { fromHost } from '../../../../src/graph/evaluate-graph.ts'
import { rowEnvironment } from '../../../../src/graph/row-environment.ts'
import { floats } from '../../../../src/graph/tensor.ts'
import { numbersOf, runArtifact } from '../../../emit/onnx/batch.ts'
import { testedBackends } from '../../../emit/tfjs/backends-in-test.ts'
import { moduleOf } from '../../../emit/tfjs/module-in-test.ts'
import { graphOfCall } from '../../stdlib/programs.ts'

const numbers = [-80, -30, -2, -0.125, 0, 0.5, 3, 25, 80]
const pairs = numbers.flatMap((a) => numbers.map((b) => [a, b] as const))
const wanted = pairs.map(([a, b]) => -Math.log(Math.expm1(Math.log1p(Math.exp(-a)) + Math.log1p(Math.exp(-b)))))

const graph = graphOfCall({ modules: 'linear', y: 'chain(x[0], x[1])', width: 2, result: [1] })
const env = rowEnvironment(
  graph.levels,
  pairs.map(() => ({ surface: 'first', groups: {} })),
  new Map(),
)
const feeds = new Map([
  ['number/x', floats(Float32Array.from(pairs.flat()), pairs.length, 2)],
  ['number/weights', floats(new Float32Array(pairs.length).fill(1), pairs.length, 1)],
])

/** Numbers to 160 have steps of 2^-16 as 32-bit floats, of which a few add up. */
const expectWanted = (found: ArrayLike<number>): void => {
  expect(found.length).toBe(wanted.length)
  for (const [i, z] of wanted.entries())
    expect(Math.abs(found[i]! - z), `${pairs[i]}`).toBeLessThan(4 * 2 ** -23 * Math.max(1, Math.abs(z)))
}

test('chain holds to 80 on either side in the 32-bit floats of a serving graph', async () => {
  const vocabularies = new Map()
  const artifact = emitOnnx(graph, {
    name: 'chain',
    rows: { kind: 'host' },
    weights: 'inputs',
    vocabularies,
    external: false,
  })
  const found = await runArtifact(artifact, feeds, true, env)
  expectWanted(numbersOf(found.get('logit/click/first')!))
})

test.each(testedBackends)('chain holds to 80 on either side on %s', async (backend) => {
  const { model, feed } = await moduleOf(graph, backend)
  const types = new Map(graph.ops.map((op) => [op.id, op.type]))
  const given = new Map([...feeds].map(([name, value]) => [name, fromHost(types.get(name)!, value)]))
  const { params, batch } = feed(given, env)
  expectWanted(model.logits(params, batch)['logit/click/first']!.dataSync())
})
