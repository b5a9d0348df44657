import { unaryOp } from '../elementwise.ts'
import { erf as errorFunction } from '../error-function.ts'

/** y = erf(x), elementwise. [...] -> [...]. Of gelu's gradient: nothing flows through it. */
export const erf = unaryOp('erf', errorFunction, 'none')
