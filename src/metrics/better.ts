import type { Direction } from './metric.ts'

/** Whether `value` is better than `than`; an equal value is not. */
export function isBetter(direction: Direction, value: number, than: number): boolean {
  switch (direction) {
    case 'higher':
      return value > than
    case 'lower':
      return value < than
    case 'nearest to 1':
      return Math.abs(value - 1) < Math.abs(than - 1)
  }
}
