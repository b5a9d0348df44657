import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { artifactFolders } from '../host/artifact-folders.ts'
import type { Host } from '../host/host.ts'
import { type NativeSession, type NativeValue, openNative } from '../runtime/native.ts'
import { schemaFault } from '../schemas/schema-fault.ts'
import { damagedExport, readOfExport } from './damaged-export.ts'
import { parsedJson, verifyFiles } from './export-digests.ts'
import type { Manifest } from './manifest.ts'

/** An exported surface, loaded from its folder alone. */
export interface ExportedModel {
  readonly manifest: Manifest
  readonly session: NativeSession
}

/**
 * Opens DIR/serving/<surface>. `digests`: verify every file, blobs included, by what provenance.json records. Errors: CTR7007 where it is
 * none, CTR7010 where a file was changed, does not load, or the manifest is not that of the model.
 */
export async function openExported(host: Host, folder: string, digests = true): Promise<ExportedModel> {
  const path = host.resolve(folder, 'manifest.json')
  const model = host.resolve(folder, '1', 'model.onnx')
  const text = readOfExport(() => host.readText(path))
  if (text === undefined) throw notAnExport(host, folder, 'manifest.json')
  if (!host.exists(model)) throw notAnExport(host, folder, '1/model.onnx')
  if (digests) verifyFiles(host, folder)
  const manifest = parsedManifest(path, text)
  const session = await openModel(model)
  const fault = manifestFault(manifest, session)
  if (fault === undefined) return { manifest, session }
  await session.dispose()
  throw damagedExport(path, fault)
}

async function openModel(path: string): Promise<NativeSession> {
  try {
    return await openNative(path, { threads: 1, optimize: true })
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'the runtime refuses it'
    throw damagedExport(path, reason)
  }
}

function notAnExport(host: Host, path: string, lacks: string): DiagnosticError {
  const found = artifactFolders(host, path).filter(({ folder }) => folder !== path || lacks === 'manifest.json')
  return new DiagnosticError([diagnostic('CTR7007', undefined, { path, lacks, found })])
}

function parsedManifest(path: string, text: string): Manifest {
  const value = parsedJson(path, text)
  const fault = schemaFault('manifest', value)
  if (fault === undefined && isManifest(value)) return value
  throw damagedExport(path, fault ?? 'it is no manifest')
}

const isManifest = (value: unknown): value is Manifest => schemaFault('manifest', value) === undefined

/** What a manifest states otherwise than its model; undefined where they agree. */
function manifestFault({ inputs, outputs }: Manifest, session: NativeSession): string | undefined {
  return valuesFault('input', inputs, session.inputs) ?? valuesFault('output', outputs, session.outputs)
}

type Values = readonly Pick<NativeValue, 'name' | 'shape'>[]

function valuesFault(kind: string, stated: Values, found: Values): string | undefined {
  const shapes = new Map(found.map(({ name, shape }) => [name, shape]))
  const names = new Set(stated.map(({ name }) => name))
  if (names.size < stated.length) return `an ${kind} is listed twice`
  const missing = found.find(({ name }) => !names.has(name))
  if (missing !== undefined) return `it lacks the model's ${kind} '${missing.name}'`
  for (const { name, shape } of stated) {
    const expected = shapes.get(name)
    if (expected === undefined) return `the model has no ${kind} '${name}'`
    if (!isSameShape(shape, expected))
      return `${kind} '${name}' is [${shape.join(', ')}], in the model [${expected.join(', ')}]`
  }
  return undefined
}

/** Sizes that a batch sets have a name, or none. */
const isSameShape = (stated: NativeValue['shape'], found: NativeValue['shape']): boolean =>
  stated.length === found.length &&
  stated.every((size, i) => typeof size === 'string' || typeof found[i] === 'string' || size === found[i])
