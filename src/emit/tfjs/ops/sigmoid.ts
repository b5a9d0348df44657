import { unary } from '../elementwise.ts'

export const sigmoid = unary<'sigmoid'>('sigmoid')
