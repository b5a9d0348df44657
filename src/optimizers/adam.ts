import { decayed, decayRate, defineOptimizer } from './define-optimizer.ts'
import { biasCorrection, constant } from './step-number.ts'

/**
 * Kingma and Ba 2015, arXiv 1412.6980, algorithm 1, with decoupled decay. c1, c2 are the bias corrections:
 *
 *     m' = m + (1 - beta1)(g - m)      v' = v + (1 - beta2)(g^2 - v)
 *     p' = p - lr (m' / c1) / (sqrt(v' / c2) + epsilon) - lr weight_decay p
 */
export const adamWith = (of: { readonly source: string; readonly weightDecay: number }) =>
  defineOptimizer({
    of: 'parameter',
    source: of.source,
    settings: {
      lr: { default: 1e-3, above: 0 },
      beta1: { default: 0.9, atLeast: 0, below: 1 },
      beta2: { default: 0.999, atLeast: 0, below: 1 },
      epsilon: { default: 1e-8, above: 0 },
      weight_decay: { default: of.weightDecay, atLeast: 0 },
    },
    slots: () => ({ mean: { shape: 'value', initial: 0 }, variance: { shape: 'value', initial: 0 } }),
    hyper: ({ lr, beta1, beta2 }) => ({
      learning_rate: constant(lr),
      bias_correction_1: biasCorrection(beta1),
      bias_correction_2: biasCorrection(beta2),
    }),
    scalars: (g, hyper, { weight_decay }) => ({
      step: g.div(hyper.learning_rate, hyper.bias_correction_1),
      rootCorrection: g.sqrt(hyper.bias_correction_2),
      decay: decayRate(g, hyper.learning_rate, weight_decay),
    }),
    update(g, { value, gradient, slots, scalars }, { beta1, beta2, epsilon }) {
      const mean = g.add(slots.mean, g.scale(g.sub(gradient, slots.mean), 1 - beta1))
      const variance = g.add(slots.variance, g.scale(g.sub(g.mul(gradient, gradient), slots.variance), 1 - beta2))
      const deviation = g.add(g.div(g.sqrt(variance), scalars.rootCorrection), g.constant(epsilon))
      const stepped = g.sub(value, g.mul(g.div(mean, deviation), scalars.step))
      return { value: decayed(g, stepped, value, scalars.decay), slots: { mean, variance } }
    },
  })

export const adam = adamWith({
  source: 'Kingma and Ba 2015, arXiv 1412.6980; decay decoupled, arXiv 1711.05101',
  weightDecay: 0,
})
