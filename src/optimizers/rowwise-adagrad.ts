import { decayed, decayRate, defineOptimizer } from './define-optimizer.ts'
import { constant } from './step-number.ts'

/**
 * Adagrad (Duchi, Hazan and Singer 2011) with one accumulator for each row of a table, the sum of the row's mean squared gradients:
 *
 *     a' = a + mean(g^2)
 *     row' = row - lr g / (sqrt(a') + epsilon) - lr weight_decay row
 *
 * Rows that the batch does not touch keep as they are, decay included. `epsilon` is that of PyTorch's Adagrad: it only keeps a row
 * that has never had a gradient from 0 / 0.
 */
export const rowwiseAdagrad = defineOptimizer({
  of: 'table',
  source: 'one accumulator a row, the mean of its squared gradients; rows that the batch touches decay',
  settings: {
    lr: { default: 0.02, above: 0 },
    epsilon: { default: 1e-10, above: 0 },
    weight_decay: { default: 0, atLeast: 0 },
    initial_accumulator: { default: 0, atLeast: 0 },
  },
  slots: ({ initial_accumulator }) => ({ accumulator: { shape: 'scalar', initial: initial_accumulator } }),
  hyper: ({ lr }) => ({ learning_rate: constant(lr) }),
  scalars: (g, { learning_rate }, { weight_decay }) => ({
    step: learning_rate,
    decay: decayRate(g, learning_rate, weight_decay),
  }),
  update(g, { value, gradient, slots, scalars }, { epsilon }) {
    const accumulator = g.add(slots.accumulator, g.mean(g.mul(gradient, gradient), [0]))
    const scale = g.div(scalars.step, g.add(g.sqrt(accumulator), g.constant(epsilon)))
    const stepped = g.sub(value, g.mul(gradient, scale))
    return { value: decayed(g, stepped, value, scalars.decay), slots: { accumulator } }
  },
})
