import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as util from 'node:util'

/** tfjs-core's namespace: whichever copy the chosen backend came with. */
export type Tfjs = typeof import('@tensorflow/tfjs-core')

export type TfjsBackendName = 'tfjs-node-gpu' | 'tfjs-node' | 'wasm' | 'cpu'

/** Fastest first. */
export const tfjsBackendNames: readonly TfjsBackendName[] = ['tfjs-node-gpu', 'tfjs-node', 'wasm', 'cpu']

export interface TfjsBackend {
  readonly name: TfjsBackendName
  /** Opens it, or gives the reason why it is not available. */
  readonly found: { readonly open: () => Promise<Tfjs> } | { readonly missing: string }
}

export interface OpenTfjs {
  readonly tf: Tfjs
  readonly backend: TfjsBackendName
  /** In words, for `ctrc doctor` and the log: which, and why not a faster one. */
  readonly why: string
}

const own = createRequire(import.meta.url)

/** The user's project first: the optional packages are never among ctrc's own dependencies. */
const requires = (): readonly NodeJS.Require[] => [createRequire(join(process.cwd(), 'package.json')), own]

function resolve(name: string): { require: NodeJS.Require; path: string } | undefined {
  for (const require of requires()) {
    try {
      return { require, path: require.resolve(name) }
    } catch {}
  }
  return undefined
}

/** Every backend with whether it can be had: what `ctrc doctor` shows. Loads nothing. */
export const tfjsBackends = (): readonly TfjsBackend[] => tfjsBackendNames.map((name) => ({ name, found: find(name) }))

function find(name: TfjsBackendName): TfjsBackend['found'] {
  switch (name) {
    case 'tfjs-node-gpu':
    case 'tfjs-node':
      return nodeBackend(`@tensorflow/${name}`)
    case 'wasm':
      return wasmBackend()
    case 'cpu':
      return cpuBackend()
  }
}

/** The fastest backend that opens; `only` insists on one. Errors: an Error with each backend's reason. */
export async function openTfjs(only?: TfjsBackendName): Promise<OpenTfjs> {
  const passed: string[] = []
  for (const { name, found } of tfjsBackends()) {
    if (only !== undefined && name !== only) continue
    if ('missing' in found) {
      passed.push(`${name}: ${found.missing}`)
      continue
    }
    try {
      return { tf: await found.open(), backend: name, why: [name, ...passed].join('; ') }
    } catch (failure) {
      passed.push(`${name}: ${failure instanceof Error ? failure.message.trim().split('\n')[0] : String(failure)}`)
    }
  }
  throw new Error(passed.join('; '))
}

/** tfjs-node and tfjs-node-gpu register their backend when they load, and fail there where their library is absent. */
function nodeBackend(name: string): TfjsBackend['found'] {
  const at = resolve(name)
  if (!at) return { missing: `${name} is not installed` }
  return {
    open: async () => {
      restoreIsNullOrUndefined()
      process.env.TF_CPP_MIN_LOG_LEVEL ??= '1' // else TensorFlow prints the processor's features to standard error
      const tf: Tfjs = at.require(name)
      if (!(await tf.setBackend('tensorflow'))) throw new Error(`${name} loaded, but its backend did not start`)
      return tf
    },
  }
}

/** tfjs-node 4.22 calls util.isNullOrUndefined, which Node 23 and later lack. */
function restoreIsNullOrUndefined(): void {
  const nodeUtil: Record<string, unknown> = own('node:util')
  if ('isNullOrUndefined' in util) return
  nodeUtil.isNullOrUndefined = (value: unknown) => value === null || value === undefined
}

/** The wasm files of the package itself; one thread, since tfjs 4.22 has no threads under Node. */
function wasmBackend(): TfjsBackend['found'] {
  const at = resolve('@tensorflow/tfjs-backend-wasm')
  const plain = cpuBackend()
  if (!at) return { missing: '@tensorflow/tfjs-backend-wasm is not installed' }
  if ('missing' in plain) return plain
  return {
    open: async () => {
      const tf = core()
      const { setWasmPaths }: typeof import('@tensorflow/tfjs-backend-wasm') = at.require(
        '@tensorflow/tfjs-backend-wasm',
      )
      if (tf.getBackend() !== 'wasm') {
        if (tf.engine().registryFactory.wasm === undefined) throw new Error('its backend did not register')
        if (tf.engine().registry.wasm === undefined) setWasmPaths(`${dirname(at.path)}/`)
        if (!(await tf.setBackend('wasm'))) throw new Error('its module did not start')
      }
      return tf
    },
  }
}

function cpuBackend(): TfjsBackend['found'] {
  if (!resolve('@tensorflow/tfjs')) return { missing: '@tensorflow/tfjs is not installed' }
  return {
    open: async () => {
      const tf = core()
      await tf.setBackend('cpu')
      return tf
    },
  }
}

/** tfjs with all its gradients. In production mode it neither advertises tfjs-node nor checks every shape twice. */
function core(): Tfjs {
  const tf: Tfjs = own('@tensorflow/tfjs')
  tf.enableProdMode()
  return tf
}
