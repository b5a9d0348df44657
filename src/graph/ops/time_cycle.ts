import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { missingElements } from '../missing.ts'
import { integersOf, integerTensor } from '../raw-integers.ts'
import { missingInteger } from '../vocabulary.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    /** All in the unit of the time; `shift` is at least 0 and below `period`, which is a multiple of `unit`. */
    readonly time_cycle: { readonly period: number; readonly shift: number; readonly unit: number }
  }
}

/**
 * Where in a cycle a time is, counted in units: ((t mod period) + shift) mod period div unit, int64, elementwise: [...] -> [...]. The modulus
 * is floored, so that times before 1970 are right; it comes first, so that nothing overflows. Missing stays missing.
 */
export const timeCycle = defineOp('time_cycle', {
  type: ([raw]) => demandDtype([raw!], 'int64') ?? raw!,
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([raw], { type, attributes }) => {
    const isMissing = missingElements(raw!, undefined)
    const [period, shift, unit] = [BigInt(attributes.period), BigInt(attributes.shift), BigInt(attributes.unit)]
    const floored = (value: bigint): bigint => ((value % period) + period) % period
    const found = integersOf(raw!).map((time, i) =>
      isMissing(i) ? missingInteger : floored(floored(time) + shift) / unit,
    )
    return integerTensor(type, raw!.rows, found)
  },
})
