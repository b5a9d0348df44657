import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { hasFields } from '../host/fields.ts'
import type { Host } from '../host/host.ts'
import { type NativeSession, openNative } from '../runtime/native.ts'
import type { Manifest } from './manifest.ts'

/** An exported surface, loaded from its folder alone. */
export interface ExportedModel {
  readonly manifest: Manifest
  readonly session: NativeSession
}

/** Opens DIR/serving/<surface>. Errors: CTR7007 where it is none, CTR7010 where it does not load. */
export async function openExported(host: Host, folder: string): Promise<ExportedModel> {
  const path = host.resolve(folder, 'manifest.json')
  const text = host.readText(path)
  if (text === undefined) throw notAnExport(folder, 'manifest.json')
  const model = host.resolve(folder, '1', 'model.onnx')
  if (!host.exists(model)) throw notAnExport(folder, '1/model.onnx')
  const manifest = parsed(text, path)
  try {
    return { manifest, session: await openNative(model, { threads: 1, optimize: true }) }
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'the runtime refuses it'
    throw new DiagnosticError([diagnostic('CTR7010', undefined, { path: model, reason })])
  }
}

const notAnExport = (path: string, lacks: string): DiagnosticError =>
  new DiagnosticError([diagnostic('CTR7007', undefined, { path, lacks })])

function parsed(text: string, path: string): Manifest {
  const damaged = (reason: string): DiagnosticError =>
    new DiagnosticError([diagnostic('CTR7010', undefined, { path, reason })])
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged('it is not JSON')
  }
  if (!isManifest(value)) throw damaged('it lacks a field, or was written by another version of ctrc')
  return value
}

/** The fields that scoring reads; the file is our own, so their presence distinguishes it from others. */
const isManifest = (value: unknown): value is Manifest =>
  hasFields(value, { ctrc: 'number', surface: 'string' }) &&
  value.ctrc === 1 &&
  'inputs' in value &&
  Array.isArray(value.inputs) &&
  value.inputs.every((input: unknown) => hasTexts(input, ['name', 'dtype', 'feature', 'role'])) &&
  'outputs' in value &&
  Array.isArray(value.outputs) &&
  value.outputs.every((output: unknown) => hasTexts(output, ['name']))

const hasTexts = (value: unknown, names: readonly string[]): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const fields = new Map(Object.entries(value))
  return names.every((name) => typeof fields.get(name) === 'string')
}
