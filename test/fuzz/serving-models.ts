import { join } from 'node:path'
import { newReport } from '../../src/diagnostics/report.ts'
import { emitOnnx } from '../../src/emit/onnx/emit.ts'
import { graphCost } from '../../src/graph/cost.ts'
import { evaluateGraph, fromHost } from '../../src/graph/evaluate-graph.ts'
import { tableHeight } from '../../src/graph/graph.ts'
import { portName } from '../../src/graph/ports.ts'
import type { ReferenceTensor } from '../../src/graph/reference.ts'
import { rowEnvironment } from '../../src/graph/row-environment.ts'
import type { HostTensor } from '../../src/graph/tensor.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { type CompiledModel, compileModel } from '../../src/language/elaborate/compile-model.ts'
import type { Calibrator } from '../../src/learn/calibrate/calibration.ts'
import { calibratorOf } from '../../src/learn/calibrate/calibration.ts'
import { openNative } from '../../src/runtime/native.ts'
import { exportModel } from '../../src/serve/export.ts'
import { type ExportedModel, openExported } from '../../src/serve/exported-surface.ts'
import { hostEncoding } from '../../src/serve/host-encoding.ts'
import { type RawRows, servingFeeds } from '../../src/serve/serving-feeds.ts'
import { surfaceGraphs } from '../../src/serve/serving-graph.ts'
import { type Weights, weightsOf } from '../../src/serve/weights.ts'
import { drawnWeights } from './drawn-weights.ts'
import { quickDisk } from './files-project.ts'

/** One exported surface, and the same model by another path: features encoded by the host, nothing grouped, nothing optimized. */
export interface FuzzedSurface {
  readonly name: string
  readonly surface: string
  readonly model: CompiledModel
  readonly weights: Weights
  readonly exported: ExportedModel
  readonly tasks: readonly string[]
  /** Sentinels by feature, of ids and words; a row that has one in a key has no key. */
  readonly sentinels: ReadonlyMap<string, number | string>
  /** Log-odds before calibration by task, of rows whose features are each row's own. */
  hostLogits(rows: RawRows): Promise<ReadonlyMap<string, Float32Array>>
  /** The same by the ops' references in doubles, of a few rows. Undefined where that is more work than `most` multiply-adds. */
  reference(rows: RawRows, most: number): ReadonlyMap<string, Float32Array> | undefined
  calibrator(task: string, view: string): Calibrator | undefined
  close(): Promise<void>
}

export interface FuzzedSpec {
  readonly name: string
  readonly entry: string
  readonly files: Readonly<Record<string, string>>
}

/** Exports a spec with drawn weights and opens every surface. Throws DiagnosticError where it cannot be exported. */
export async function openSurfaces(spec: FuzzedSpec, folder: string, seed: number): Promise<readonly FuzzedSurface[]> {
  const { program } = checkEntry(memoryHost(spec.files), spec.entry)
  const [declared] = program?.models.values() ?? []
  if (program === undefined || declared === undefined) throw new Error(`${spec.name} has no model`)
  const model = compileModel(program, declared)
  const weights = drawnWeights(model, seed)
  await exportModel(quickDisk(), newReport(), { model, weights, out: folder, provenance: { run: 'fuzz' } })
  const surfaces: FuzzedSurface[] = []
  for (const surface of model.spec.live.names) surfaces.push(await opened(spec.name, model, weights, folder, surface))
  return surfaces
}

async function opened(
  name: string,
  model: CompiledModel,
  weights: Weights,
  folder: string,
  surface: string,
): Promise<FuzzedSurface> {
  const { spec, graph } = model
  const exported = await openExported(quickDisk(), join(folder, 'serving', surface))
  const sentinels = new Map(
    [...spec.features.values()].flatMap(({ name: feature, type, missing }): [string, number | string][] =>
      missing === undefined || (type.kind !== 'id' && type.kind !== 'string' && !spec.levelKeys.has(feature))
        ? []
        : [[feature, missing]],
    ),
  )
  const { pruned } = surfaceGraphs(spec, graph, weights.vocabularies)(surface).encoded
  const { bytes, inputs } = emitOnnx(pruned, {
    name: surface,
    rows: { kind: 'plain' },
    weights: { values: weightsOf(pruned, weights, surface) },
    vocabularies: weights.vocabularies,
    sentinels,
    external: false,
  })
  const session = await openNative(bytes, { threads: 1, optimize: false })
  const encoding = hostEncoding(spec, weights.vocabularies, sentinels)
  const logits = pruned.outputs.flatMap((output) =>
    output.kind === 'logit' && output.surface === surface ? [output] : [],
  )
  const heights = new Map(pruned.tables.map((table) => [table.name, tableHeight(table)]))
  const tasks = logits.map(({ task }) => task)
  return {
    ...{ name: `${name}, ${surface}`, surface, model, weights, exported, tasks, sentinels },
    async hostLogits(rows) {
      const values = await session.run(servingFeeds(inputs, rows, encoding))
      return new Map(tasks.map((task) => [task, floatsOf(values.get(`logit/${task}/${surface}`))]))
    },
    reference(rows, most) {
      const work = [...graphCost(pruned).multiplyAdds.values()].reduce((sum, each) => sum + each, 0)
      if (work * rows.rows.length > most) return undefined
      const alone = rowEnvironment(
        pruned.levels,
        Array.from(rows.rows, () => ({ surface, groups: {} })),
        heights,
      )
      const feeds = new Map(
        pruned.ops.flatMap((op): [string, ReferenceTensor][] => {
          if (op.kind !== 'input') return []
          const { port } = op.attributes
          const given = port.kind === 'encoded' ? encoding(port, op.type, rows) : weights.values.get(portName(port))
          if (given === undefined) throw new Error(`'${portName(port)}' has no value`)
          return [[portName(port), fromHost(op.type, given)]]
        }),
      )
      const values = evaluateGraph(pruned, feeds, alone)
      return new Map(tasks.map((task) => [task, Float32Array.from(values.get(`logit/${task}/${surface}`)!.data)]))
    },
    calibrator: (task, view) =>
      spec.calibrations.has(task) ? calibratorOf(weights.calibration, task, surface, view) : undefined,
    async close() {
      await session.dispose()
      await exported.session.dispose()
    },
  }
}

export function floatsOf(tensor: HostTensor | undefined): Float32Array {
  if (tensor?.dtype !== 'float32') throw new Error('there are no floats')
  return tensor.data
}
