import { unaryOp } from '../elementwise.ts'
import { erf as errorFunction } from '../error-function.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly erf: Nothing
  }
}

/** y = erf(x), elementwise. [...] -> [...]. Of gelu's gradient: nothing flows through it. */
export const erf = unaryOp('erf', errorFunction, 'none')
