import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { OnnxArtifact } from '../../../src/emit/onnx/emit.ts'

/** Where CTRC_KEEP_MODELS names a folder, the models that tests emit go there: scripts/check-onnx.sh has them checked. */
export function keepModel({ bytes }: OnnxArtifact): void {
  const folder = process.env.CTRC_KEEP_MODELS
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.onnx`, bytes)
}
