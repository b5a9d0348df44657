import { expect, test } from 'vitest'
import { smallSpec } from '../small-project.ts'
import { codesIn, TestProject } from './project.ts'

// Both commands advised what cannot be done: to calibrate first, and to do so on the rows that chose the weights.
test('a model without a calibrator is not called uncalibrated, and has nothing to calibrate', async () => {
  const project = new TestProject()
  await project.write(smallSpec.replace(/ {2}calibrate click.*\n/, ''))
  expect(codesIn(await project.train('run'))).not.toContain('CTR5028')
  const evaluated = await project.run(['eval', project.path('run'), '--split', 'validation'])
  expect({ exit: evaluated.exit, codes: codesIn(evaluated) }).toEqual({ exit: 0, codes: [] })
  const calibrated = await project.run(['calibrate', project.path('run')])
  expect({ exit: calibrated.exit, codes: codesIn(calibrated) }).toEqual({ exit: 1, codes: ['CTR5028'] })
  expect(calibrated.log).toContain("model 'ctr' declares no calibrator")
})
