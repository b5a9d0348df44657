import { join } from 'node:path'
import type { OnnxArtifact } from '../emit/onnx/emit.ts'
import { blobFile } from '../emit/onnx/weights.ts'
import type { Host } from '../host/host.ts'
import { partsOf } from '../host/open-file.ts'
import { isSealed } from '../host/seal.ts'
import { sha256Of } from '../host/sha256.ts'
import { schemaFault } from '../schemas/schema-fault.ts'
import { damagedExport, readOfExport } from './damaged-export.ts'

/** SHA-256 of a surface's files, by path in its folder. */
export type FileDigests = Readonly<Record<string, string>>

/**
 * What provenance.json records of a surface's files: all but itself and checkpoint.safetensors, which hold their own digests. Blobs have
 * theirs in their names. `texts`: by path.
 */
export function fileDigests(artifact: OnnxArtifact, texts: Readonly<Record<string, string>>): FileDigests {
  const files: [string, string][] = [
    ...Object.entries(texts).map(([name, text]): [string, string] => [name, sha256Of(text)]),
    ['1/model.onnx', sha256Of(artifact.bytes)],
    ...artifact.blobs.map(({ sha256 }): [string, string] => [`1/${blobFile(sha256)}`, sha256]),
  ]
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)))
}

interface StoredProvenance {
  readonly files: FileDigests
  readonly digest: string
}

/** What scoring cannot do without, and so is recorded of every export. */
const recorded = ['manifest.json', '1/model.onnx']

/** Verifies an exported surface's files, blobs included, by what its provenance.json records. Errors: CTR7010 for the first that differs. */
export function verifyFiles(host: Host, folder: string): void {
  const { files } = readProvenance(host, folder)
  for (const [name, digest] of Object.entries(files)) {
    const path = join(folder, name)
    const file = readOfExport(() => host.openRead(path))
    if (file === undefined) throw damagedExport(path, 'there is no such file')
    try {
      const found = sha256Of(partsOf(file))
      if (found !== digest) throw damagedExport(path, `its SHA-256 is ${found}, recorded is ${digest}`)
    } finally {
      file.close()
    }
  }
}

function readProvenance(host: Host, folder: string): StoredProvenance {
  const path = join(folder, 'provenance.json')
  const text = readOfExport(() => host.readText(path))
  if (text === undefined) throw damagedExport(path, 'there is no such file')
  const value = parsedJson(path, text)
  const fault = schemaFault('provenance', value)
  if (fault !== undefined || !isProvenance(value)) throw damagedExport(path, fault ?? 'it is no provenance')
  if (!isSealed(text, value.digest)) throw damagedExport(path, 'its SHA-256 is not the one that it records')
  const lacks = recorded.find((name) => !Object.hasOwn(value.files, name))
  if (lacks !== undefined) throw damagedExport(path, `it records no digest of ${lacks}`)
  return value
}

const isProvenance = (value: unknown): value is StoredProvenance => schemaFault('provenance', value) === undefined

/** Errors: CTR7010. */
export function parsedJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damagedExport(path, 'it is not JSON')
  }
}
