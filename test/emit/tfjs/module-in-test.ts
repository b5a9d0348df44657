import type { Tensor } from '@tensorflow/tfjs-core'
import { emitTfjs } from '../../../src/emit/tfjs/emit-tfjs.ts'
import { isTrained } from '../../../src/emit/tfjs/module-ports.ts'
import type { Graph } from '../../../src/graph/graph.ts'
import { portName } from '../../../src/graph/ports.ts'
import type { ReferenceTensor, RowEnvironment } from '../../../src/graph/reference.ts'
import { type Optimizers, usual } from '../../../src/optimizers/chosen.ts'
import { openTfjs, type TfjsBackendName } from '../../../src/runtime/tfjs-backends.ts'
import { importTfjsModule } from '../../../src/runtime/tfjs-module.ts'

/** A graph as its generated module, bound to a backend, with feeds of the reference evaluator as tensors. */
export async function moduleOf(graph: Graph, backend: TfjsBackendName, optimizers: Optimizers = usual) {
  const artifact = emitTfjs(graph, { version: '0.0.0', optimizers })
  const { tf } = await openTfjs(backend)
  const module = await importTfjsModule(artifact.module)
  const model = module.create(tf)
  const typeOf = new Map(
    graph.ops.flatMap((op) => (op.kind === 'input' ? ([[portName(op.attributes.port), op]] as const) : [])),
  )

  const feed = (feeds: ReadonlyMap<string, ReferenceTensor>, rows: RowEnvironment) => {
    const params: Record<string, Tensor> = {}
    const batch: Record<string, Tensor | ArrayLike<number>> = {}
    for (const [name, value] of feeds) {
      const op = typeOf.get(name)
      if (!op) throw new Error(`the graph has no port ${name}`)
      const { shape, rows: rowsOf, dtype } = op.type
      const sizes = rowsOf.kind === 'none' ? [...shape] : [value.rows, ...shape]
      const data = dtype === 'int32' ? Int32Array.from(value.data) : Float32Array.from(value.data)
      const tensor = tf.tensor(data, sizes, dtype === 'int32' ? 'int32' : 'float32')
      ;(isTrained(op.attributes.port) ? params : batch)[name] = tensor
    }
    for (const { name, port } of artifact.inputs) {
      if (port.kind === 'offsets') batch[name] = rows.offsets(port.level, port.surfaces)
      if (port.kind === 'index') batch[name] = tf.tensor1d(rows.index(port.from, port.to, port.surfaces), 'int32')
    }
    return { params, batch }
  }
  return { tf, model, module, artifact, feed }
}
