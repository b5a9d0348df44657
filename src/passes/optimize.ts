import { type Algebra, algebra } from '../graph/algebra.ts'
import type { RootBuilder } from '../graph/builder.ts'
import type { GraphOutput } from '../graph/graph.ts'
import { isOutput } from '../graph/outputs.ts'
import type { Port } from '../graph/ports.ts'
import { noRows } from '../graph/types.ts'
import { hyperPort, type Optimizers, ruleFor, slotPort, valuePort } from '../optimizers/chosen.ts'
import { clip } from '../optimizers/clip.ts'
import { slotType, type Target } from '../optimizers/define-optimizer.ts'
import type { Pass } from './pass.ts'
import { extend } from './rewrite.ts'

/**
 * Replaces the gradients among the outputs by updates, for each parameter, table and state port its next value as its
 * optimizer (src/optimizers) defines it. What changes a step's numbers but not its graph comes in through hyper ports, which the host
 * sets at each step; the rest is in the graph. Dense gradients are clipped before (src/optimizers/clip.ts).
 *
 * Losses and updates stay; logits go: a training step has no use for them.
 */
export const optimize = (optimizers: Optimizers): Pass => ({
  name: 'optimize',
  requires: ['gradients'],
  ensures: ['updates'],
  run: (graph) => {
    const builder = extend(graph)
    const gradients = graph.outputs.filter(isOutput('gradient'))
    const kept = graph.outputs.filter(isOutput('loss', 'task_loss', 'update'))
    const dense = gradients.filter(({ of }) => of.kind === 'parameter')
    const parameterUpdates = updater(builder, optimizers, 'parameter')
    const tableUpdates = updater(builder, optimizers, 'table')
    const clipped = withinNorm(algebra(builder.scope('update.clip')), dense, optimizers.clip)
    const updates = [
      ...clipped.flatMap(({ of, value }) => (of.kind === 'parameter' ? parameterUpdates(of.parameter, value) : [])),
      ...gradients.flatMap(({ of, value }) => (of.kind === 'table' ? tableUpdates(of.table, value) : [])),
    ]
    return builder.finish({ ...graph, outputs: [...kept, ...updates] })
  },
})

type Gradient = Extract<GraphOutput, { kind: 'gradient' }>

function withinNorm(g: Algebra, gradients: readonly Gradient[], limit: number | undefined): readonly Gradient[] {
  if (limit === undefined || gradients.length === 0) return gradients
  const values = gradients.map(({ value }) => value)
  const clipped = clip(g, values, g.constant(1 / limit))
  return gradients.map((gradient, i) => ({ ...gradient, value: clipped[i] ?? gradient.value }))
}

/** Gives the updates of one value after another; what those of a target share is built once. */
function updater(builder: RootBuilder, optimizers: Optimizers, target: Target) {
  const rule = ruleFor(optimizers, target)
  const shared = algebra(builder.scope('update'))
  const hyper = Object.keys(rule.hyper).map((name) => [
    name,
    shared.input(hyperPort(target, name), { dtype: 'float32', shape: [], rows: noRows }),
  ])
  const scalars = rule.scalars(shared, Object.fromEntries(hyper))
  return (name: string, gradient: string): readonly GraphOutput[] => {
    const g = algebra(builder.scope(target === 'table' ? `update.table.${name}` : `update.${name}`))
    const type = g.typeOf(gradient)
    const value = g.input(valuePort(target, name), type)
    const slots = Object.fromEntries(
      rule.slots.map((slot) => [slot.name, g.input(slotPort(target, name, slot.name), slotType(slot, type))]),
    )
    const next = rule.update(g, { value, gradient, slots, scalars })
    return [
      update(valuePort(target, name), next.value),
      ...Object.entries(next.slots).map(([slot, after]) => update(slotPort(target, name, slot), after)),
    ]
  }
}

const update = (of: Port, value: string): GraphOutput => ({ kind: 'update', of, value })
