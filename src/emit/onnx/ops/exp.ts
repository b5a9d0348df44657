import { elementwise } from '../elementwise.ts'

export const exp = elementwise<'exp'>('Exp')
