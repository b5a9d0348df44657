import { unary } from '../elementwise.ts'

export const tanh = unary<'tanh'>('tanh')
