import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import type { Optimizers } from '../optimizers/chosen.ts'
import type { Tfjs } from './tfjs-backends.ts'

type Tensors = Readonly<Record<string, Tensor>>
export type TfjsFeeds = Readonly<Record<string, Tensor | ArrayLike<number>>>

/** What every generated module exports (its own .d.ts names each tensor; here they are records). */
export interface TfjsModule {
  readonly name: string
  readonly parameters: Readonly<Record<string, readonly number[]>>
  readonly tables: Readonly<Record<string, { readonly parameter: string; readonly dim: number }>>
  readonly inputs: Readonly<
    Record<string, { readonly dtype: string; readonly shape: readonly (number | null)[]; readonly plain?: boolean }>
  >
  readonly trained: readonly string[]
  /** How the spec trains: its optimizers with every setting. */
  readonly optimizers: Optimizers
  create(tf: Tfjs): TfjsModel
}

export interface TfjsLosses {
  readonly loss: Scalar
  readonly losses: Readonly<Record<string, Scalar>>
}

export interface TfjsState {
  readonly params: Tensors
  readonly slots: Tensors
  readonly step: number
}

/** Numbers of a step in the place of the spec's, by the names that the module's own .d.ts explains. */
export type TfjsHyper = Readonly<Record<string, number>>

export interface TfjsModel {
  logits(params: Tensors, batch: TfjsFeeds): Tensors
  loss(params: Tensors, batch: TfjsFeeds): TfjsLosses
  gradients(params: Tensors, batch: TfjsFeeds): TfjsLosses & { readonly gradients: Tensors }
  initialState(params: Tensors): TfjsState
  trainStep(state: TfjsState, batch: TfjsFeeds, hyper?: TfjsHyper): TfjsLosses & { readonly state: TfjsState }
}

/** Loads a generated module from its text. It imports nothing, so a data URL holds all of it: no file, no eval. */
export async function importTfjsModule(text: string): Promise<TfjsModule> {
  const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
  return import(/* @vite-ignore */ url)
}
