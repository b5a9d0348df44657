import { defineOp } from '../define-op.ts'
import type { Port } from '../ports.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly input: { readonly port: Port }
  }
}

/** What comes in through a port: raw or encoded features, parameters, labels. It states its type. */
export const input = defineOp('input', {
  type: () => ({ mismatch: 'rank', found: 'an input without a type', expected: 'the type that its port states' }),
  cost: () => ({ multiplyAdds: 0 }),
  gradient: () => [],
  evaluate: (_, op) => {
    throw new Error(`${op.id} is fed, not evaluated`)
  },
})
