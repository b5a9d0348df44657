import { elementwise } from '../elementwise.ts'

export const tanh = elementwise<'tanh'>('Tanh')
