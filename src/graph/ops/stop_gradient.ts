import { unaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly stop_gradient: Nothing
  }
}

/** y = x, and no gradient flows back. [...] -> [...]. */
export const stopGradient = unaryOp(
  'stop_gradient',
  (x) => x,
  () => undefined,
  { differentiable: [], callable: true },
)
