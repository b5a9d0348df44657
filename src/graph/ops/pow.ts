import { broadcastTypes } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { mapElements } from '../elementwise.ts'
import { sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly pow: { readonly exponent: number }
  }
}

/**
 * y = x to the power of a number, elementwise. [...] -> [...]. Finite for all x where the exponent is a whole number of 0 or more; else for
 * x above 0, at 0 for exponents above 0, and below 0 for whole ones. The gradient, n x^(n - 1), is infinite at 0 for exponents between 0 and 1.
 */
export const pow = defineOp('pow', {
  type: (inputs) => broadcastTypes(inputs.slice(0, 1)),
  cost: (_, output) => ({ multiplyAdds: sizeOf(output.shape) }),
  gradient: ({ op: { attributes }, inputs: [x], dy }, g) => {
    const { exponent } = attributes
    const slope = exponent === 2 ? x! : g.pow(x!, exponent - 1)
    return [g.mul(dy, g.scale(slope, exponent))]
  },
  evaluate: (inputs, { type, attributes: { exponent } }) => mapElements(inputs, type, (x) => x ** exponent),
})
