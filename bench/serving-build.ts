/**
 * What building and verifying the serving graph of a model of many ids costs, in seconds of processor: stage by stage, and as the export
 * that `ctrc build --untrained` makes. The control does the same arithmetic in one feature: a list of as many ids in one table as wide.
 *
 *     node scripts/bench.mjs serving-build [ids] [tables]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newReport } from '../src/diagnostics/report.ts'
import { emitOnnx } from '../src/emit/onnx/emit.ts'
import { ContentDigests } from '../src/host/content-digests.ts'
import { diskHost } from '../src/host/disk.ts'
import { compileModel } from '../src/language/elaborate/compile-model.ts'
import { startingWeights } from '../src/learn/train/initial-values.ts'
import { openComparedModels } from '../src/serve/compared-models.ts'
import { exportModel } from '../src/serve/export.ts'
import { generatedRows } from '../src/serve/generated-rows.ts'
import { hostEncoding } from '../src/serve/host-encoding.ts'
import { writeModel } from '../src/serve/model-files.ts'
import { surfaceGraphs } from '../src/serve/serving-graph.ts'
import { verifySurface } from '../src/serve/verify.ts'
import { weightsOf } from '../src/serve/weights.ts'
import { Stages } from './stages.ts'
import { checked, oneFeature, wideModel } from './wide-model.ts'

const [ids = 2000, tables = 20] = process.argv.slice(2).map(Number)
const surface = 'web'
const host = diskHost()
const root = mkdtempSync(join(tmpdir(), 'ctrc-serving-build-'))

async function measure(name: string, source: string): Promise<void> {
  const folder = join(root, name)
  const stages = new Stages()
  const { program, found } = checked(source)
  stages.end('check')
  const model = compileModel(program, found)
  const { spec } = model
  stages.end('elaborate')
  const weights = {
    values: startingWeights(model.graph, 1),
    vocabularies: new Map(),
    fits: new Map(),
    calibration: undefined,
  }
  stages.end('starting weights')
  const graphs = surfaceGraphs(spec, model.graph, weights.vocabularies)(surface)
  stages.end('passes')
  const digests = new ContentDigests()
  const artifact = emitOnnx(graphs.served, {
    name: surface,
    rows: { kind: 'plain' },
    weights: { values: weightsOf(graphs.served, weights, surface) },
    vocabularies: weights.vocabularies,
    external: true,
    digests,
  })
  const place = join(folder, 'serving', surface, '1')
  writeModel(
    host,
    { blobs: join(folder, 'blobs'), alsoIn: join(folder, 'verify'), place, name: 'model.onnx' },
    artifact,
  )
  stages.end('emit and write')
  const encoding = hostEncoding(spec, weights.vocabularies, new Map())
  const given = { surface, graphs, encoding, weights, sentinels: new Map(), folder, artifact, digests }
  const models = await openComparedModels(host, given)
  stages.end('open all three, two of them emitted')
  const rows = generatedRows(spec, surface, 96, weights.vocabularies)
  const { diagnostics } = await verifySurface({
    surface,
    tasks: ['click'],
    models,
    rowSets: [{ rows, real: false }],
    calibrator: () => (logit) => logit,
    span: undefined,
  })
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  stages.end('score and compare')
  await models.close()
  stages.end('close')
  console.log(`${name}: ${stages.text}; ${artifact.bytes.length} bytes`)

  const whole = new Stages()
  await exportModel(host, newReport(), { model, weights, out: join(root, `${name}-export`), provenance: {} })
  whole.end('the export as a whole, from the elaborated model')
  console.log(`${name}: ${whole.text}`)
}

try {
  const width = { ids, tables, numbers: 0, height: 10_000 }
  await measure('control', oneFeature(width))
  await measure('features', wideModel(width))
} finally {
  rmSync(root, { recursive: true, force: true })
}
