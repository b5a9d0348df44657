import { unary } from '../elementwise.ts'

export const exp = unary<'exp'>('exp')
