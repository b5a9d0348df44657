import { elementwise } from '../elementwise.ts'

export const maximum = elementwise<'maximum'>('Max')
