import { afterAll, describe, expect, test } from 'vitest'
import { emitOnnx } from '../../src/emit/onnx/emit.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { isOutput, outputName } from '../../src/graph/outputs.ts'
import type { HostTensor } from '../../src/graph/tensor.ts'
import type { CompiledModel } from '../../src/language/elaborate/compile-model.ts'
import { encodeOnHost } from '../../src/passes/encode-on-host.ts'
import { runPasses } from '../../src/passes/pipeline.ts'
import { type NativeSession, openNative } from '../../src/runtime/native.ts'
import { generatedRows } from '../../src/serve/generated-rows.ts'
import { hostEncoding } from '../../src/serve/host-encoding.ts'
import { type HostEncoding, servingFeeds } from '../../src/serve/serving-feeds.ts'
import { surfaceGraphs } from '../../src/serve/serving-graph.ts'
import { weightsOf } from '../../src/serve/weights.ts'
import { allForms, allFormsEntry } from './all-forms.ts'
import { compiled, specFiles, trainedWeights } from './fixture.ts'

const sessions: NativeSession[] = []
afterAll(async () => {
  for (const session of sessions) await session.dispose()
})

const finite = (scores: HostTensor | undefined): number =>
  scores?.dtype === 'float32' ? scores.data.filter(Number.isFinite).length : 0

/** An id that is a level's key, and a word, with sentinels of the logs. */
const withSentinels = {
  ...allForms,
  '/spec/shared.ctr': allForms['/spec/shared.ctr']!.replace(
    'user_id : id in users',
    'user_id : id missing 7 in users',
  ).replace('country : string in words', 'country : string missing "a" in words'),
}
const sentinels = new Map<string, number | string>([
  ['user_id', 7],
  ['country', 'a'],
])

/**
 * Verification scores the graphs as trained, with features that the host encodes. That is what they score with features encoded op by op
 * in ONNX: the encodings' two definitions are independent of each other.
 */
describe.each<readonly [string, CompiledModel, ReadonlyMap<string, number | string>]>([
  ['every form of spec', compiled(allForms, allFormsEntry), new Map()],
  ['sentinels', compiled(withSentinels, allFormsEntry), sentinels],
  ['specs/unified', compiled(specFiles(), '/specs/unified/engagement.ctr'), new Map()],
  ['specs/unified-rp', compiled(specFiles(), '/specs/unified-rp/engagement.ctr'), new Map()],
  ['specs/baseline', compiled(specFiles(), '/specs/baseline/baseline.ctr'), new Map()],
])('features encoded by the host score as those encoded in the graph, bit for bit: %s', (_, model, sentinels) => {
  const { spec } = model
  const weights = trainedWeights(model)
  const encoding = hostEncoding(spec, weights.vocabularies, sentinels)

  test.each(spec.live.names)("%s reads rows of its tables alone, behind lists' ends too", (surface) => {
    const { pruned } = surfaceGraphs(spec, model.graph, weights.vocabularies)(surface).encoded
    const rows = generatedRows(spec, surface, 96, weights.vocabularies)
    const read = pruned.ops.flatMap((op) => {
      if (op.kind !== 'input' || op.attributes.port.kind !== 'encoded' || op.attributes.port.as.kind !== 'row')
        return []
      return [...encoding(op.attributes.port, op.type, rows).data].map(Number)
    })
    expect(read.length).toBeGreaterThan(0)
    expect(Math.min(...read)).toBeGreaterThanOrEqual(0)
  })

  test.each(spec.live.names)('%s', async (surface) => {
    const graphs = surfaceGraphs(spec, model.graph, weights.vocabularies)(surface)
    const rows = generatedRows(spec, surface, 96, weights.vocabularies)
    const scores = async (graph: Graph, given?: HostEncoding): Promise<ReadonlyMap<string, HostTensor>> => {
      const { bytes, inputs } = emitOnnx(graph, {
        name: surface,
        rows: { kind: 'plain' },
        weights: { values: weightsOf(graph, weights, surface) },
        vocabularies: weights.vocabularies,
        sentinels,
        external: false,
      })
      const session = await openNative(bytes, { threads: 1, optimize: false })
      sessions.push(session)
      return session.run(servingFeeds(inputs, rows, given))
    }
    for (const graph of [graphs.unified, graphs.pruned]) {
      const byHost = await scores(runPasses(graph, [encodeOnHost]), encoding)
      const byGraph = await scores(graph)
      const names = graph.outputs.map(outputName)
      expect([...byHost.keys()].sort()).toEqual(names.toSorted())
      for (const name of names) {
        const [found, expected] = [byHost.get(name), byGraph.get(name)]
        if (found?.dtype !== 'float32' || expected?.dtype !== 'float32') throw new Error(`'${name}' has no floats`)
        expect(new Uint8Array(found.data.buffer, found.data.byteOffset, found.data.byteLength)).toEqual(
          new Uint8Array(expected.data.buffer, expected.data.byteOffset, expected.data.byteLength),
        )
      }
      const own = graph.outputs.filter(isOutput('logit')).filter((logit) => logit.surface === surface)
      expect(own.length).toBeGreaterThan(0)
      for (const logit of own) expect(finite(byHost.get(outputName(logit)))).toBeGreaterThan(20)
    }
  })
})
