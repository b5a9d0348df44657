import { type TfjsBackendName, tfjsBackends } from '../../../src/runtime/tfjs-backends.ts'

/** cpu and wasm always, tfjs-node and tfjs-node-gpu where they are installed. */
export const testedBackends: readonly TfjsBackendName[] = tfjsBackends()
  .flatMap(({ name, found }) => ('open' in found ? [name] : []))
  .reverse()
