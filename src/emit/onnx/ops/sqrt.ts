import { elementwise } from '../elementwise.ts'

export const sqrt = elementwise<'sqrt'>('Sqrt')
