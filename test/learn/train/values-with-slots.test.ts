import { expect, test } from 'vitest'
import { diskHost } from '../../../src/host/disk.ts'
import { type CompiledModel, compileModel } from '../../../src/language/elaborate/compile-model.ts'
import { resolveProgram } from '../../../src/language/resolve/resolve-program.ts'
import { trainingGraphs } from '../../../src/learn/train/graphs.ts'
import { valuesWithSlots } from '../../../src/learn/train/values-with-slots.ts'
import { trainedValues } from '../../../src/runtime/values.ts'
import { project } from './project.ts'

/** What the native step trains, which is made by passes: the other way to the same list. */
const ofStep = ({ spec, graph }: CompiledModel) =>
  trainedValues(trainingGraphs(graph, spec.train!).training()).map(({ name, dims }) => ({ name, dims }))

test.each([
  'specs/separate/separate.ctr',
  'specs/baseline/baseline.ctr',
  'specs/unified/engagement.ctr',
  'specs/unified-rp/engagement.ctr',
  'examples/synthetic-ads/engagement.ctr',
])('are those that the step of %s trains', (path) => {
  const { program } = resolveProgram(diskHost(), path)
  const models = [...program!.models.values()].map((model) => compileModel(program!, model))
  const trained = models.filter(({ spec }) => spec.train !== undefined)
  expect(trained).not.toEqual([])
  for (const model of trained) expect(valuesWithSlots(model.graph, model.spec.train!)).toEqual(ofStep(model))
})

test.each(['adam(lr: 1e-2)', 'adamw(lr: 1e-2)', 'sgd(lr: 1e-2)', 'sgd(lr: 1e-2, momentum: 0.9)'])(
  'are those of %s',
  async (optimizer) => {
    const p = await project((text) => text.replace('adam(lr: 1e-2)', optimizer))
    const model = p.model()
    const values = valuesWithSlots(model.graph, model.spec.train!)
    expect(values).toEqual(ofStep(model))
    // A table's accumulator has a number a row: 50 of a hash, and one for what is missing.
    expect(values).toContainEqual({ name: 'state/table/users/accumulator', dims: [51] })
  },
)
