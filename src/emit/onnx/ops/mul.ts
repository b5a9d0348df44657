import { elementwise } from '../elementwise.ts'

export const mul = elementwise<'mul'>('Mul')
