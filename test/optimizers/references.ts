import type { OptimizerName } from '../../src/optimizers/table.ts'

/** One step on one vector in doubles: `state` begins empty and is the reference's own; t counts from 1. */
export type Reference = (
  value: readonly number[],
  gradient: readonly number[],
  settings: Readonly<Record<string, number>>,
  state: Map<string, number[]>,
  t: number,
) => readonly number[]

const kept = (state: Map<string, number[]>, name: string, size: number, initial: number): number[] => {
  const known = state.get(name) ?? new Array<number>(size).fill(initial)
  state.set(name, known)
  return known
}

/** Algorithm 2 of arXiv 1711.05101 (its schedule multiplier is 1), line by line; algorithm 1 of arXiv 1412.6980 where the decay is 0. */
const adamW: Reference = (value, gradient, s, state, t) => {
  const m = kept(state, 'm', value.length, 0)
  const v = kept(state, 'v', value.length, 0)
  return value.map((theta, i) => {
    m[i] = s.beta1! * m[i]! + (1 - s.beta1!) * gradient[i]!
    v[i] = s.beta2! * v[i]! + (1 - s.beta2!) * gradient[i]! ** 2
    const mHat = m[i]! / (1 - s.beta1! ** t)
    const vHat = v[i]! / (1 - s.beta2! ** t)
    return theta - (s.lr! * mHat) / (Math.sqrt(vHat) + s.epsilon!) - s.lr! * s.weight_decay! * theta
  })
}

/** Every optimizer's formula as its paper or PyTorch's documentation writes it, for one parameter or one row of a table. */
export const references: Readonly<Record<OptimizerName, Reference>> = {
  adam: adamW,
  adamw: adamW,
  /** torch.optim.SGD without dampening and Nesterov, its decay decoupled. */
  sgd: (value, gradient, s, state) => {
    const velocity = kept(state, 'velocity', value.length, 0)
    return value.map((theta, i) => {
      velocity[i] = s.momentum! * velocity[i]! + gradient[i]!
      return theta - s.lr! * velocity[i]! - s.lr! * s.weight_decay! * theta
    })
  },
  rowwise_adagrad: (value, gradient, s, state) => {
    const sum = kept(state, 'sum', 1, s.initial_accumulator!)
    sum[0] = sum[0]! + gradient.reduce((total, g) => total + g * g, 0) / gradient.length
    return value.map(
      (theta, i) =>
        theta - (s.lr! * gradient[i]!) / (Math.sqrt(sum[0]!) + s.epsilon!) - s.lr! * s.weight_decay! * theta,
    )
  },
}

/** Far from every default, so that no term is too small to see: epsilon as large as a deviation, decay as large as a step. */
export const coarse: Readonly<Record<string, number>> = {
  lr: 0.3,
  beta1: 0.8,
  beta2: 0.6,
  epsilon: 0.2,
  momentum: 0.7,
  weight_decay: 0.15,
  initial_accumulator: 0.7,
}
