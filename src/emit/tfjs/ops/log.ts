import { unary } from '../elementwise.ts'

export const log = unary<'log'>('log')
