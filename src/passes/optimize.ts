import { type Algebra, algebra } from '../graph/algebra.ts'
import type { GraphOutput } from '../graph/graph.ts'
import type { Port } from '../graph/ports.ts'
import { portName } from '../graph/ports.ts'
import { noRows, tableRows, type ValueType } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { extend } from './rewrite.ts'

/** What changes a step's numbers but not its graph comes in through hyper ports; the rest is in the graph. */
export interface Optimizers {
  /** Kingma and Ba 2015, arXiv 1412.6980, algorithm 1, with Loshchilov and Hutter's decoupled decay (arXiv 1711.05101). */
  readonly adam: {
    readonly beta1: number
    readonly beta2: number
    readonly epsilon: number
    readonly weightDecay: number
  }
  /** Adagrad with one accumulator for each row of a table; decoupled decay of the rows that the batch touches. */
  readonly rowwiseAdagrad: { readonly epsilon: number; readonly weightDecay: number }
  /** Largest norm of all dense gradients together (tables apart); undefined does not clip. */
  readonly clip: number | undefined
}

/** Float32 scalars that the host sets at each step t = 1, 2, ... */
export const hyperPorts = {
  learningRate: 'learning_rate',
  tableLearningRate: 'table_learning_rate',
  /** 1 - beta1^t */
  biasCorrection1: 'bias_correction_1',
  /** 1 - beta2^t */
  biasCorrection2: 'bias_correction_2',
} as const

/** The optimizers' state ports, float32: Adam's have the parameter's shape, Adagrad's is [] per row of the table. */
export const slots = { parameter: ['mean', 'variance'], table: ['accumulator'] } as const

/**
 * Replaces the outputs `gradient/...` by `update/<port name>`, for each parameter, table and state port its next value:
 *
 *     Adam        m' = m + (1 - b1)(g - m), v' = v + (1 - b2)(g^2 - v), c1, c2 the bias corrections
 *                 p' = p - lr (m' / c1) / (sqrt(v' / c2) + eps) - lr * decay * p
 *     row-wise    a' = a + mean(g^2),  row' = row - tlr * g / (sqrt(a') + eps) - tlr * decay * row
 *     clipping    g * 1 / max(1, |g| / clip), |g| over all dense gradients
 *
 * Outputs `loss`, `loss/<task>` and `update/...` stay; logits go: a training step has no use for them.
 */
export const optimize = (optimizers: Optimizers): Pass => ({
  name: 'optimize',
  requires: ['gradients'],
  ensures: ['updates'],
  run: (graph) => {
    const builder = extend(graph)
    const gradients = graph.outputs.filter(({ name }) => name.startsWith('gradient/'))
    const kept = graph.outputs.filter(({ name }) => /^(loss$|loss\/|update\/)/.test(name))
    const isTable = ({ name }: GraphOutput) => name.startsWith('gradient/table/')
    const dense = gradients.filter((gradient) => !isTable(gradient))
    const hyper = scalars(algebra(builder.scope('update')), optimizers)
    const clipped = clip(algebra(builder.scope('update.clip')), dense, optimizers.clip)
    const updates = [
      ...clipped.flatMap(({ name, value }) => {
        const parameter = name.slice('gradient/'.length)
        return adam(algebra(builder.scope(`update.${parameter}`)), parameter, value, hyper, optimizers.adam)
      }),
      ...gradients.filter(isTable).flatMap(({ name, value }) => {
        const table = name.slice('gradient/table/'.length)
        return adagrad(algebra(builder.scope(`update.table.${table}`)), table, value, hyper, optimizers.rowwiseAdagrad)
      }),
    ]
    return builder.finish({ ...graph, outputs: [...kept, ...updates] })
  },
})

type Hyper = ReturnType<typeof scalars>

/** What all parameters share, computed once: lr / c1, 1 / sqrt(c2), lr * decay. */
function scalars(g: Algebra, { adam, rowwiseAdagrad }: Optimizers) {
  const port = (name: string) => g.input({ kind: 'hyper', name }, { dtype: 'float32', shape: [], rows: noRows })
  const [rate, tableRate] = [port(hyperPorts.learningRate), port(hyperPorts.tableLearningRate)]
  return {
    step: g.div(rate, port(hyperPorts.biasCorrection1)),
    rootCorrection: g.sqrt(port(hyperPorts.biasCorrection2)),
    decay: adam.weightDecay === 0 ? undefined : g.scale(rate, adam.weightDecay),
    tableStep: tableRate,
    tableDecay: rowwiseAdagrad.weightDecay === 0 ? undefined : g.scale(tableRate, rowwiseAdagrad.weightDecay),
  }
}

function clip(g: Algebra, gradients: readonly GraphOutput[], limit: number | undefined): readonly GraphOutput[] {
  if (limit === undefined || gradients.length === 0) return gradients
  const squares = gradients.map(({ value }) => {
    const axes = g.shapeOf(value).map((_, axis) => axis)
    return g.sum(g.mul(value, value), axes)
  })
  const norm = g.sqrt(squares.reduce((sum, square) => g.add(sum, square)))
  const factor = g.div(g.constant(1), g.maximum(g.constant(1), g.scale(norm, 1 / limit)))
  return gradients.map(({ name, value }) => ({ name, value: g.mul(value, factor) }))
}

const update = (port: Port, value: string): GraphOutput => ({ name: `update/${portName(port)}`, value })

function adam(
  g: Algebra,
  parameter: string,
  gradient: string,
  hyper: Hyper,
  { beta1, beta2, epsilon }: Optimizers['adam'],
): readonly GraphOutput[] {
  const type: ValueType = g.typeOf(gradient)
  const [meanSlot, varianceSlot] = slots.parameter
  const ports = {
    value: { kind: 'parameter', parameter },
    mean: { kind: 'state', of: 'parameter', name: parameter, slot: meanSlot },
    variance: { kind: 'state', of: 'parameter', name: parameter, slot: varianceSlot },
  } as const
  const [old, m, v] = [g.input(ports.value, type), g.input(ports.mean, type), g.input(ports.variance, type)]
  const mean = g.add(m, g.scale(g.sub(gradient, m), 1 - beta1))
  const variance = g.add(v, g.scale(g.sub(g.mul(gradient, gradient), v), 1 - beta2))
  const deviation = g.add(g.div(g.sqrt(variance), hyper.rootCorrection), g.constant(epsilon))
  const stepped = g.sub(old, g.mul(g.div(mean, deviation), hyper.step))
  const value = hyper.decay === undefined ? stepped : g.sub(stepped, g.mul(old, hyper.decay))
  return [update(ports.value, value), update(ports.mean, mean), update(ports.variance, variance)]
}

function adagrad(
  g: Algebra,
  table: string,
  gradient: string,
  hyper: Hyper,
  { epsilon }: Optimizers['rowwiseAdagrad'],
): readonly GraphOutput[] {
  const type: ValueType = g.typeOf(gradient)
  const ports = {
    value: { kind: 'table', table },
    accumulator: { kind: 'state', of: 'table', name: table, slot: slots.table[0] },
  } as const
  const old = g.input(ports.value, type)
  const before = g.input(ports.accumulator, { dtype: 'float32', shape: [], rows: tableRows(table) })
  const accumulator = g.add(before, g.mean(g.mul(gradient, gradient), [0]))
  const scale = g.div(hyper.tableStep, g.add(g.sqrt(accumulator), g.constant(epsilon)))
  const stepped = g.sub(old, g.mul(gradient, scale))
  const value = hyper.tableDecay === undefined ? stepped : g.sub(stepped, g.mul(old, hyper.tableDecay))
  return [update(ports.value, value), update(ports.accumulator, accumulator)]
}
