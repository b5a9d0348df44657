import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type EmitOptions, emitOnnx } from '../../../src/emit/onnx/emit.ts'
import { decodeModel, encodeModel } from '../../../src/emit/onnx/proto.ts'
import { bytesOf } from '../../../src/emit/onnx/weights.ts'
import { floats, type HostTensor } from '../../../src/graph/tensor.ts'
import { openNative } from '../../../src/runtime/native.ts'
import { batch, forwardGraph, initialValues, trainingGraph } from '../../runtime/model.ts'
import { numbersOf, rowFeeds } from './batch.ts'
import { keepModel } from './keep-model.ts'

const graph = forwardGraph()
const values = new Map<string, HostTensor>([...initialValues(), ['b', floats(new Float32Array(8), 8)]])
const inputs: EmitOptions = {
  name: 'perceptron',
  documentation: 'A test.',
  rows: { kind: 'host' },
  weights: 'inputs',
  vocabularies: new Map(),
  external: false,
}
const constants: EmitOptions = { ...inputs, weights: { values } }
const external: EmitOptions = { ...constants, external: true }

describe('an emitted model', () => {
  const artifact = emitOnnx(graph, inputs)
  const model = decodeModel(artifact.bytes)

  it('declares standard opsets and its producer', () => {
    expect(model.irVersion).toBe(8)
    expect(model.opsets).toEqual([
      { domain: '', version: 18 },
      { domain: 'ai.onnx.ml', version: 3 },
    ])
    expect(model.producer).toEqual({ name: 'ctrc', version: '1' })
    expect([model.name, model.doc]).toEqual(['perceptron', 'A test.'])
    expect(new Set(model.nodes.map((node) => node.domain))).toEqual(new Set(['']))
  })

  it("names nodes by ops, helpers under them, and carries the op's path", () => {
    const ids = new Set(graph.ops.map(({ id }) => id))
    for (const { name, doc } of model.nodes) {
      expect(ids).toContain(doc)
      expect(name === doc || name.startsWith(`${doc}:`)).toBe(true)
    }
    for (const { id, kind } of graph.ops)
      if (kind !== 'input') expect(model.nodes.filter(({ name }) => name === id)).toHaveLength(1)
  })

  it('has inputs by port, sorted, and outputs by name', () => {
    expect(artifact.inputs.map(({ name, dtype, shape }) => [name, dtype, ...shape])).toEqual([
      ['b', 'float32', 8],
      ['home_feed.v', 'float32', 8, 1],
      ['index/user/candidate/home_feed+search', 'int32', 'rows/candidate/home_feed+search'],
      ['number/x', 'float32', 'rows/candidate/home_feed+search', 4],
      ['offsets/candidate/home_feed+search', 'int32', 3],
      ['row/user_id/users', 'int32', 'rows/user/home_feed+search'],
      ['search.v', 'float32', 8, 1],
      ['table/users', 'float32', 'rows/table/users', 3],
      ['w', 'float32', 7, 8],
    ])
    expect(artifact.outputs.map(({ name }) => name)).toEqual(['logit/click/home_feed', 'logit/click/search'])
    expect(model.inputs.map(({ name }) => name)).toEqual(artifact.inputs.map(({ name }) => name))
  })

  it('comes back from its bytes, byte for byte', () => {
    for (const options of [inputs, constants, external]) {
      const { bytes } = emitOnnx(graph, options)
      expect(encodeModel(decodeModel(bytes))).toEqual(bytes)
      expect(emitOnnx(graph, options).bytes).toEqual(bytes)
    }
  })

  it('is checked by ONNX too, with the training step', () => {
    for (const each of [artifact, emitOnnx(graph, constants), emitOnnx(trainingGraph(graph), inputs)]) keepModel(each)
    expect(emitOnnx(trainingGraph(graph), inputs).outputs.map(({ name }) => name)).toContain('update/table/users')
  })
})

describe('weights', () => {
  it('lie in files by their content, each once', () => {
    const twins = new Map(values).set('search.v', values.get('home_feed.v')!)
    const artifact = emitOnnx(graph, { ...external, weights: { values: twins } })
    // w, b, the table, and one file for both heads.
    expect(artifact.blobs).toHaveLength(4)
    for (const { sha256, data } of artifact.blobs)
      expect(createHash('sha256').update(bytesOf(data)).digest('hex')).toBe(sha256)
    const located = decodeModel(artifact.bytes).initializers.flatMap(({ name, content }) =>
      content.kind === 'external' ? [[name, content.location]] : [],
    )
    expect(located.map(([name]) => name)).toEqual(['b', 'home_feed.v', 'search.v', 'table/users', 'w'])
    expect(new Map(located.map(([name, file]) => [name!, file])).get('search.v')).toBe(located[1]![1])
    expect(new Set(located.map(([, file]) => file))).toEqual(
      new Set(artifact.blobs.map((blob) => `${blob.sha256}.bin`)),
    )
  })

  it('score the same inside the model, beside it, and as inputs', async () => {
    const given = batch(1)
    const artifacts = [emitOnnx(graph, inputs), emitOnnx(graph, constants), emitOnnx(graph, external)]
    const features = given.feeds([
      { port: { kind: 'encoded', feature: 'x', as: { kind: 'number' } }, type: graph.ops[0]!.type },
      { port: { kind: 'encoded', feature: 'user_id', as: { kind: 'row', table: 'users' } }, type: graph.ops[0]!.type },
    ]).tensors
    const folder = mkdtempSync(join(tmpdir(), 'ctrc-'))
    try {
      for (const { sha256, data } of artifacts[2]!.blobs) writeFileSync(join(folder, `${sha256}.bin`), bytesOf(data))
      writeFileSync(join(folder, 'model.onnx'), artifacts[2]!.bytes)
      const models = [artifacts[0]!.bytes, artifacts[1]!.bytes, join(folder, 'model.onnx')]
      const scores: number[][] = []
      for (const [i, model] of models.entries()) {
        const session = await openNative(model, { threads: 1, optimize: false })
        const feeds = new Map([...features, ...rowFeeds(artifacts[i]!, given.environment), ...(i === 0 ? values : [])])
        scores.push(numbersOf((await session.run(feeds)).get('logit/click/search')!))
        await session.dispose()
      }
      expect(scores[1]).toEqual(scores[2])
      scores[0]!.forEach((score, i) => {
        expect(score).toBeCloseTo(scores[1]![i]!, 5)
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

it('a value that is several outputs is copied', () => {
  const twice = {
    ...graph,
    outputs: [...graph.outputs, { kind: 'value' as const, name: 'again', value: graph.outputs[0]!.value }],
  }
  const model = decodeModel(emitOnnx(twice, inputs).bytes)
  expect(model.nodes.at(-1)).toMatchObject({
    opType: 'Identity',
    inputs: ['logit/click/home_feed'],
    outputs: ['again'],
  })
})
