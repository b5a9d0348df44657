import { binary } from '../elementwise.ts'

export const div = binary<'div'>('div')
