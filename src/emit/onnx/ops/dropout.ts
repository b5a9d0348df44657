import { elementwise } from '../elementwise.ts'

/** The mask holds 0 or 1 / (1 - rate) already. */
export const dropout = elementwise('Mul')
