import { describe, expect, it } from 'vitest'
import { emitOnnx } from '../../src/emit/onnx/emit.ts'
import { emitTfjs } from '../../src/emit/tfjs/emit-tfjs.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { isOutput } from '../../src/graph/outputs.ts'
import { type Port, portName } from '../../src/graph/ports.ts'
import type { RowEnvironment } from '../../src/graph/reference.ts'
import { rowEnvironment } from '../../src/graph/row-environment.ts'
import type { HostTensor } from '../../src/graph/tensor.ts'
import { sizeOf, type ValueType } from '../../src/graph/types.ts'
import { diskHost } from '../../src/host/disk.ts'
import { elaborate } from '../../src/language/elaborate/elaborate.ts'
import { resolveProgram } from '../../src/language/resolve/resolve-program.ts'
import { differentiate } from '../../src/passes/differentiate.ts'
import { encodeOnHost } from '../../src/passes/encode-on-host.ts'
import { trainingLoss } from '../../src/passes/training-loss.ts'
import { openNative } from '../../src/runtime/native.ts'
import { openTfjs } from '../../src/runtime/tfjs-backends.ts'
import { importTfjsModule } from '../../src/runtime/tfjs-module.ts'
import { testedBackends } from '../emit/tfjs/backends-in-test.ts'
import { relativeDistance } from '../emit/tfjs/relative-distance.ts'
import { random } from './model.ts'

const specs = [
  'specs/separate/separate.ctr',
  'specs/baseline/baseline.ctr',
  'specs/unified/engagement.ctr',
  'specs/unified-rp/engagement.ctr',
  'examples/synthetic-ads/engagement.ctr',
]

/** The training forward graph of each model of a program. */
function trainingGraphs(path: string): readonly Graph[] {
  const { program } = resolveProgram(diskHost(), path)
  if (!program) throw new Error(`${path} does not resolve`)
  return [...program.models.values()].map((model) =>
    trainingLoss(new Map()).run(encodeOnHost.run(elaborate(program, model).graph)),
  )
}

const touched = 6

/** Twelve rows of few users and ads, in order of surface. */
function smallBatch({ levels, surfaces, tables }: Graph): RowEnvironment {
  const next = random(5)
  const rows = Array.from({ length: 12 }, (_, i) => ({
    surface: surfaces.names[Math.floor((i * surfaces.size) / 12)]!,
    groups: Object.fromEntries(levels.names.map((level) => [level, Math.floor(next() * 3)])),
  }))
  return rowEnvironment(levels, rows, new Map(tables.map(({ name }) => [name, touched])))
}

/** A plausible value of a port: positions within tables, prefix masks, labels of 0 and 1, weights of 1. */
function drawn(port: Port, type: ValueType, rows: RowEnvironment, next: () => number): HostTensor {
  const count =
    type.rows.kind === 'none'
      ? 1
      : type.rows.kind === 'table'
        ? rows.tableRows(type.rows.table)
        : rows.count(type.rows.level, type.rows.surfaces)
  const dims = type.rows.kind === 'none' ? type.shape : [count, ...type.shape]
  const length = count * sizeOf(type.shape)
  const int32 = (data: Int32Array): HostTensor => ({ dtype: 'int32', dims: [data.length], data })
  if (port.kind === 'index') return int32(rows.index(port.from, port.to, port.surfaces))
  if (port.kind === 'offsets') return int32(rows.offsets(port.level, port.surfaces))
  if (type.dtype === 'int32')
    return { dtype: 'int32', dims, data: Int32Array.from({ length }, () => Math.floor(next() * 2)) }
  const present = Array.from({ length: count }, () => Math.floor(next() * (sizeOf(type.shape) + 1)))
  const element = (i: number): number => {
    if (port.kind === 'dropout') return next() < port.rate ? 0 : 1 / (1 - port.rate)
    if (port.kind === 'label') return next() < 0.5 ? 0 : 1
    if (port.kind === 'weight') return 1
    if (port.kind === 'weight_sum') return 12
    if (port.kind === 'encoded' && port.as.kind === 'missing') return next() < 0.5 ? 0 : 1
    if (port.kind === 'encoded' && port.as.kind === 'mask') {
      const size = sizeOf(type.shape)
      return i % size < present[Math.floor(i / size)]! ? 1 : 0
    }
    return (next() - 0.5) * (port.kind === 'parameter' ? 0.6 : 1)
  }
  return { dtype: 'float32', dims, data: Float32Array.from({ length }, (_, i) => element(i)) }
}

describe.each(specs)('%s: from the same weights and batch', (path) => {
  for (const graph of trainingGraphs(path)) {
    const rows = smallBatch(graph)
    const artifact = emitTfjs(graph, { version: '' })
    const gradients = differentiate.run(graph)
    const native = emitOnnx(
      {
        ...gradients,
        outputs: gradients.outputs.filter(isOutput('loss', 'gradient')),
      },
      { name: graph.name, rows: { kind: 'host' }, weights: 'inputs', vocabularies: new Map(), external: false },
    )
    const next = random(11)
    const values = new Map<string, HostTensor>()
    const asked = [
      ...graph.ops.flatMap((op) => (op.kind === 'input' ? [{ port: op.attributes.port, type: op.type }] : [])),
      ...artifact.inputs,
      ...native.inputs.flatMap(({ from }) => (from.kind === 'port' ? [from] : [])),
    ]
    for (const { port, type } of asked)
      if (!values.has(portName(port))) values.set(portName(port), drawn(port, type, rows, next))

    const expected = async (): Promise<Map<string, HostTensor>> => {
      const session = await openNative(native.bytes, { threads: 1, optimize: true })
      const results = await session.run(new Map(session.inputs.map(({ name }) => [name, values.get(name)!])))
      await session.dispose()
      return results
    }

    it.each(testedBackends)(`${graph.name} has the native engine's gradients on %s`, async (backend) => {
      const { tf } = await openTfjs(backend)
      const module = await importTfjsModule(artifact.module)
      const tensor = (name: string) => {
        const { data, dims, dtype } = values.get(name)!
        return dtype === 'int32'
          ? tf.tensor(data, [...dims], 'int32')
          : tf.tensor(Float32Array.from(data, Number), [...dims])
      }
      const names = graph.ops.flatMap((op) => (op.kind === 'input' ? [op] : []))
      const params = Object.fromEntries(
        names
          .filter(({ attributes: { port } }) => port.kind === 'parameter' || port.kind === 'table')
          .map(({ id }) => [id, tensor(id)]),
      )
      const batch = Object.fromEntries(
        artifact.inputs.map(({ name, port }) => [
          name,
          port.kind === 'offsets' ? Int32Array.from(values.get(name)!.data, Number) : tensor(name),
        ]),
      )
      const { loss, gradients: found } = module.create(tf).gradients(params, batch)
      const wanted = await expected()
      const wantedLoss = Number(wanted.get('loss')!.data[0])
      expect(Math.abs((await loss.data())[0]! - wantedLoss) / wantedLoss).toBeLessThan(1e-5)
      const trained = gradients.outputs.filter(isOutput('gradient')).map(({ of }) => portName(of))
      expect(Object.keys(found)).toEqual(trained.sort())
      for (const [name, gradient] of Object.entries(found)) {
        const other = Float64Array.from(wanted.get(`gradient/${name}`)!.data, Number)
        expect(relativeDistance(gradient.dataSync(), other), name).toBeLessThan(1e-4)
      }
      tf.dispose([params, found, loss])
    })
  }
})
