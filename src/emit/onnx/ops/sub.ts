import { elementwise } from '../elementwise.ts'

export const sub = elementwise<'sub'>('Sub')
