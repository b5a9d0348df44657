import { binary } from '../elementwise.ts'

export const mul = binary<'mul'>('mul')
