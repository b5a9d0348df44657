import { elementwise } from '../elementwise.ts'

export const softplus = elementwise<'softplus'>('Softplus')
