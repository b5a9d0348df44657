import { reduction } from '../reduction.ts'

export const mean = reduction<'mean'>('ReduceMean')
