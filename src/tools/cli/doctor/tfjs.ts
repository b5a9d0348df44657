import { openTfjs } from '../../../runtime/tfjs-backends.ts'
import type { Finding } from './finding.ts'

/** Which backend `--engine tfjs` uses here, and why not a faster one. Opens it: a library may be there and not load. */
export async function examineTfjs(): Promise<Finding> {
  const name = 'TensorFlow.js'
  try {
    const { why } = await openTfjs()
    return { name, ok: true, detail: why }
  } catch (failure) {
    return { name, ok: false, detail: failure instanceof Error ? failure.message : String(failure) }
  }
}
