import { unary } from '../elementwise.ts'

export const sqrt = unary<'sqrt'>('sqrt')
