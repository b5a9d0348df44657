import { elementwise } from '../elementwise.ts'

export const log = elementwise<'log'>('Log')
