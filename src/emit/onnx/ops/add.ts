import { elementwise } from '../elementwise.ts'

export const add = elementwise<'add'>('Add')
