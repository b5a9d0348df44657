import { unary } from '../elementwise.ts'

export const softplus = unary<'softplus'>('softplus')
