import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { newReport } from '../../src/diagnostics/report.ts'
import { stream } from '../../src/features/generate.ts'
import type { HostTensor } from '../../src/graph/tensor.ts'
import type { Vocabulary } from '../../src/graph/vocabulary.ts'
import { diskHost } from '../../src/host/disk.ts'
import type { Host } from '../../src/host/host.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { checkProgram } from '../../src/language/check/check.ts'
import { type CompiledModel, compileModel } from '../../src/language/elaborate/compile-model.ts'
import { resolveProgram } from '../../src/language/resolve/resolve-program.ts'
import type { Calibration } from '../../src/learn/calibrate/calibration.ts'
import { startingWeights } from '../../src/learn/train/initial-values.ts'
import type { ModelSpec } from '../../src/model/model-spec.ts'
import { readSafetensors, type Safetensors } from '../../src/runtime/safetensors.ts'
import { type ExportRequest, exportModel } from '../../src/serve/export.ts'
import type { Weights } from '../../src/serve/weights.ts'
import { projectRoot } from '../architecture/source-files.ts'
import { drawnFits } from '../features/derived/drawn-fits.ts'
import { temporaryFolder as folderOf } from '../temporary-folder.ts'

/** A folder that goes when the tests of the file are done. */
export const temporaryFolder = (): string => folderOf('serve')

/** A program of texts, without mistakes. */
export function compiled(files: Readonly<Record<string, string>>, entry: string, model?: string): CompiledModel {
  const { program, diagnostics } = resolveProgram(memoryHost(files), entry)
  const found = [...diagnostics, ...(program === undefined ? [] : checkProgram(program))]
  const errors = found.filter(({ severity }) => severity === 'error')
  if (program === undefined || errors.length > 0)
    throw new Error(errors.map(({ code, message }) => `${code} ${message}`).join('\n'))
  const chosen = model === undefined ? [...program.models.values()][0] : program.models.get(model)
  return compileModel(program, chosen!)
}

/** The specs as they are, but for their tables, which are a thousand times smaller. */
export function specFiles(): Readonly<Record<string, string>> {
  const root = join(projectRoot, 'specs')
  return Object.fromEntries(
    filesBelow(root)
      .filter((name) => /\.(ctr|sql)$/.test(name))
      .map((name) => [
        `/specs/${name}`,
        readFileSync(join(root, name), 'utf8').replaceAll(/hash\((\d+)_000/g, 'hash($1'),
      ]),
  )
}

/** Paths of all files below a folder, relative to it, sorted. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => relative('.', name))
    .sort()

/** As the host reads them: a Buffer's arrays share memory. */
export const bytesOf = (path: string): Uint8Array => diskHost().readBytes(path)!

export function weightsIn(path: string): Safetensors {
  const file = diskHost().openRead(path)!
  const read = readSafetensors(file)
  file.close()
  return read
}

/** Weights as a training might leave them: none is zero, and calibrators that differ by view. */
export function trainedWeights({ spec, graph }: CompiledModel, seed = 7): Weights {
  const values = new Map<string, HostTensor>(
    [...startingWeights(graph, seed)].map(([name, tensor]) => {
      if (tensor.dtype !== 'float32') return [name, tensor]
      const data = tensor.data.map((value, i) => (value === 0 ? Math.sin(i + name.length) / 8 : value))
      return [name, { ...tensor, data }]
    }),
  )
  const fits = drawnFits(spec.features, stream(seed))
  return { values, vocabularies: vocabularies(spec), fits, calibration: calibration(spec) }
}

const vocabularies = ({ tables }: ModelSpec): ReadonlyMap<string, Vocabulary> =>
  new Map(
    [...tables.values()].flatMap(({ name, rule }): [string, Vocabulary][] => {
      if (rule.kind !== 'vocabulary') return []
      if (rule.of === 'id') return [[name, { table: name, of: 'id', ids: BigInt64Array.of(3n, 5n, 8n) }]]
      return [[name, { table: name, of: 'string', words: ['a', 'b', 'c'] }]]
    }),
  )

function calibration({ live, calibrations, surfaces }: ModelSpec): Calibration {
  const from = { from: 'view', positives: 9, negatives: 9 } as const
  const viewsOf = (surface: string) =>
    Object.fromEntries(
      (surfaces.get(surface)?.views ?? []).map((view, i) => [
        view,
        {
          method: 'platt',
          values: { slope: Math.fround(1.1 + i / 4), intercept: Math.fround(i / 2 - 0.3) },
          ...from,
        } as const,
      ]),
    )
  const ofSurfaces = Object.fromEntries(live.names.map((surface) => [surface, viewsOf(surface)]))
  return {
    split: 'calibration',
    step: 1,
    checkpoint: '',
    tasks: Object.fromEntries([...calibrations.keys()].map((task) => [task, ofSurfaces])),
  }
}

export const exported = (of: CompiledModel, out: string, more: Partial<ExportRequest> = {}, host: Host = diskHost()) =>
  exportModel(host, newReport(), { model: of, weights: trainedWeights(of), out, provenance: { run: 'test' }, ...more })
