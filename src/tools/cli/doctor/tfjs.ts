import { createRequire } from 'node:module'
import type { Finding } from './examine.ts'

/** Fastest first. The two bindings are the user's to install: they download a library. */
const bindings = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const

/** Which backend `--engine tfjs` would use, and why. */
export async function examineTfjs(): Promise<Finding> {
  const resolve = createRequire(import.meta.url).resolve
  const installed = bindings.find((name) => {
    try {
      return resolve(name) !== ''
    } catch {
      return false
    }
  })
  const says =
    installed === undefined
      ? 'wasm, as neither tfjs-node-gpu nor tfjs-node is installed (far slower than the native engine)'
      : `${installed} is installed`
  return { name: 'TensorFlow.js', ok: true, says }
}
