import { unaryOp } from '../elementwise.ts'

/** y = ln(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|)), which overflows nowhere; elementwise. [...] -> [...]. */
export const softplus = unaryOp(
  'softplus',
  (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  ({ x, dy }, g) => g.mul(dy, g.sigmoid(x)),
)
