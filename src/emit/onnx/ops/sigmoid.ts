import { elementwise } from '../elementwise.ts'

export const sigmoid = elementwise<'sigmoid'>('Sigmoid')
