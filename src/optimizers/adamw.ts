import { adamWith } from './adam.ts'

/** Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2: `adam`, whose decay is decoupled too, with a decay unless the spec turns it off. */
export const adamw = adamWith({
  source: 'Loshchilov and Hutter 2019, arXiv 1711.05101; `adam` with a weight decay by default',
  weightDecay: 0.01,
})
