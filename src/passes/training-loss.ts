import { algebra } from '../graph/algebra.ts'
import { isOutput } from '../graph/outputs.ts'
import { SurfaceSet } from '../graph/surfaces.ts'
import { levelRows, noRows } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { extend } from './rewrite.ts'

/**
 * The loss (docs/language.md, Training). For each task, with z the logits of all surfaces S that predict it, joined at the row level:
 *
 *     loss/<task> = total(weight * (softplus(z) - label * z)) / weight_sum
 *     loss        = the sum over tasks of taskWeight * loss/<task>
 *
 * softplus(z) - label * z is the cross entropy of a log-odds. label and weight: float32 [] per row on S; weight_sum: float32 [],
 * the weights of the *whole batch*, from the host, so that a batch's parts add up. Adds `loss` and `loss/<task>` to the outputs.
 * A task without an entry in `taskWeights` weighs 1; one of weight 0 is still computed, for its report.
 */
export const trainingLoss = (taskWeights: ReadonlyMap<string, number>): Pass => ({
  name: 'training-loss',
  requires: [],
  ensures: ['loss'],
  run: (graph) => {
    const builder = extend(graph)
    const { row } = graph.levels
    const logits = graph.outputs.filter(isOutput('logit'))
    const tasks = [...new Set(logits.map(({ task }) => task))]
    const losses = tasks.map((task) => {
      const ofTask = logits.filter((logit) => logit.task === task)
      const g = algebra(builder.scope(`loss.${task}`))
      const surfaces = SurfaceSet.of(ofTask.map(({ surface }) => surface))
      const perRow = { dtype: 'float32', shape: [], rows: levelRows(row, surfaces) } as const
      const label = g.input({ kind: 'label', task, surfaces }, perRow)
      const weight = g.input({ kind: 'weight', task, surfaces }, perRow)
      const weightSum = g.input({ kind: 'weight_sum', task }, { dtype: 'float32', shape: [], rows: noRows })
      const z = g.join(
        row,
        ofTask.map(({ surface, value }) => [SurfaceSet.of([surface]), value]),
      )
      const crossEntropy = g.sub(g.softplus(z), g.mul(label, z))
      return { task, value: g.div(g.total(g.mul(weight, crossEntropy)), weightSum) }
    })
    if (losses.length === 0) throw new Error('training-loss: the graph predicts nothing')
    const g = algebra(builder.scope('loss'))
    const loss = losses
      .map(({ task, value }) => g.scale(value, taskWeights.get(task) ?? 1))
      .reduce((sum, value) => g.add(sum, value))
    return builder.finish({
      ...graph,
      outputs: [
        ...graph.outputs,
        { kind: 'loss', value: loss },
        ...losses.map(({ task, value }) => ({ kind: 'task_loss', task, value }) as const),
      ],
    })
  },
})
