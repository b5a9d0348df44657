import { reduction } from '../reduction.ts'

export const sum = reduction<'sum'>('ReduceSum')
