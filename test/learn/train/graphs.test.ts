import { expect, test } from 'vitest'
import { trainingGraphs } from '../../../src/learn/train/graphs.ts'
import { project } from './project.ts'

test('each graph of a model is made once, and those that are made of another share it', async () => {
  const p = await project()
  const { spec, graph } = p.model()
  const graphs = trainingGraphs(graph, spec.train!)
  for (const name of ['encoded', 'forward', 'training', 'loss'] as const) expect(graphs[name]()).toBe(graphs[name]())
})
