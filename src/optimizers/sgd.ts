import { decayed, decayRate, defineOptimizer } from './define-optimizer.ts'
import { constant } from './step-number.ts'

/**
 * Stochastic gradient descent with heavy-ball momentum (Polyak 1964) as Sutskever, Martens, Dahl and Hinton 2013 and PyTorch write it, and with
 * the decoupled decay of arXiv 1711.05101, algorithm 1:
 *
 *     v' = momentum v + g
 *     p' = p - lr v' - lr weight_decay p
 */
export const sgd = defineOptimizer({
  of: 'parameter',
  source: 'Polyak 1964, momentum; decay decoupled, arXiv 1711.05101',
  settings: {
    lr: { default: 0.01, above: 0 },
    momentum: { default: 0, atLeast: 0, below: 1 },
    weight_decay: { default: 0, atLeast: 0 },
  },
  slots: () => ({ velocity: { shape: 'value', initial: 0 } }),
  hyper: ({ lr }) => ({ learning_rate: constant(lr) }),
  scalars: (g, { learning_rate }, { weight_decay }) => ({
    step: learning_rate,
    decay: decayRate(g, learning_rate, weight_decay),
  }),
  update(g, { value, gradient, slots, scalars }, { momentum }) {
    const velocity = g.add(g.scale(slots.velocity, momentum), gradient)
    const stepped = g.sub(value, g.mul(velocity, scalars.step))
    return { value: decayed(g, stepped, value, scalars.decay), slots: { velocity } }
  },
})
