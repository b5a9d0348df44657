import { axisOf } from '../alignment.ts'
import type { Lowering } from '../lowering.ts'

export const max: Lowering<'max'> = ({ attributes: { axis } }, context) =>
  context.call('maxAlong', context.tensor(0), String(axisOf(context.type(0), axis)))
