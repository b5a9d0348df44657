import { unaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly positive: Nothing
  }
}

/** 1 where x > 0, else 0, elementwise. [...] -> [...]. Of gradients: nothing flows through it. */
export const positive = unaryOp('positive', (x) => (x > 0 ? 1 : 0), 'none')
