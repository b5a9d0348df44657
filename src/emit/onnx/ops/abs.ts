import { elementwise } from '../elementwise.ts'

export const abs = elementwise<'abs'>('Abs')
