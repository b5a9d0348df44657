import { unary } from '../elementwise.ts'

export const log1p = unary<'log1p'>('log1p')
