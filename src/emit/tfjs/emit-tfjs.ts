import type { Graph } from '../../graph/graph.ts'
import { type Optimizers, usual } from '../../optimizers/chosen.ts'
import { forwardCode } from './forward.ts'
import type { ModulePort } from './module-ports.ts'
import { moduleText } from './module-text.ts'
import { packageText } from './package-text.ts'
import { typesText } from './types-text.ts'
import { type HyperNumber, updateCode } from './update-code.ts'

export interface TfjsOptions {
  /** Version of ctrc that the files name. */
  readonly version: string
  /** Defaults to the language's. */
  readonly optimizers?: Optimizers
}

/** The texts of `DIR/training/`: an ES module, its declarations, its package.json. Equal graphs give equal bytes. */
export interface TfjsArtifact {
  readonly module: string
  readonly types: string
  readonly packageJson: string
  /** What a batch holds, sorted by name: the host fills these. */
  readonly inputs: readonly ModulePort[]
  /** The numbers of a step that a caller may give. */
  readonly hyper: readonly HyperNumber[]
}

/** The names under which the three lie in one folder. */
export const tfjsFileNames = { module: 'index.js', types: 'index.d.ts', packageJson: 'package.json' } as const

/**
 * Writes a training forward graph (after encode-on-host and training-loss, before differentiate) as a standalone module for
 * the TensorFlow.js world: logits, loss, tf's own gradients and an optimizer step.
 */
export function emitTfjs(graph: Graph, options: TfjsOptions): TfjsArtifact {
  const { version, optimizers = usual } = options
  const code = forwardCode(graph)
  const updates = updateCode(graph, code.trained, optimizers)
  return {
    module: moduleText(graph, { code, updates, optimizers, version }),
    types: typesText(graph, { code, updates, optimizers }),
    packageJson: packageText(graph, version),
    inputs: code.ports,
    hyper: updates.targets.flatMap(({ hyper }) => hyper),
  }
}
