import type { RawColumn } from '../raw.ts'
import { integers, mapIntegers } from './columns.ts'
import { type DerivationDefinition, defineDerivation } from './definition.ts'

interface Cycle {
  readonly period: number
  readonly unit: number
  /** How far into a cycle 1970-01-01T00:00Z is. */
  readonly begun: number
}

/** Which unit of a repeating period a time lies in, both in milliseconds: `name(t, offset: "+05:30")`. Constants: the offset. */
export function cycleDerivation(name: string, { period, unit, begun }: Cycle): DerivationDefinition {
  const shiftOf = ([offset]: readonly number[]): number => (((begun + offset!) % period) + period) % period
  return defineDerivation({
    form: `${name}(t, offset: "+00:00")`,
    parameters: [
      { kind: 'operand', name: 't', accepts: ['time', 'int'] },
      { kind: 'offset', name: 'offset' },
    ],
    refuses: () => undefined,
    result: () => ({ kind: 'id', ids: period / unit }),
    host: ([column], constants): RawColumn => {
      const [every, shift, each] = [BigInt(period), BigInt(shiftOf(constants)), BigInt(unit)]
      return mapIntegers(integers(column), (time) => (((time % every) + every + shift) % every) / each)
    },
    graph: (g, [time], constants) =>
      g.builder.add('time_cycle', [time!.value], { period, unit, shift: shiftOf(constants) }),
  })
}

export const hour = 3_600_000
export const day = 24 * hour
