import { elementwise } from '../elementwise.ts'

export const div = elementwise<'div'>('Div')
