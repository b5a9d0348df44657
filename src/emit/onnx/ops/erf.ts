import { elementwise } from '../elementwise.ts'

export const erf = elementwise<'erf'>('Erf')
