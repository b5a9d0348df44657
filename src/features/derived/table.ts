import { bucket } from './bucket.ts'
import { clip } from './clip.ts'
import { count } from './count.ts'
import { cross } from './cross.ts'
import { dayOfWeek } from './day-of-week.ts'
import type { DerivationDefinition } from './definition.ts'
import { hourOfDay } from './hour-of-day.ts'
import { last, lastOfInts } from './last.ts'
import { quantiles } from './quantiles.ts'
import { secondsBetween } from './seconds-between.ts'
import { standardize } from './standardize.ts'

/** Every derivation, by the name that a feature's declaration calls it by. */
const derivations = {
  bucket,
  quantiles,
  standardize,
  hour_of_day: hourOfDay,
  day_of_week: dayOfWeek,
  clip,
  seconds_between: secondsBetween,
  cross,
  last,
  // No call has a blank in its name: it stands in the place of `last`.
  'last of ints': lastOfInts,
  count,
} as const satisfies Record<string, DerivationDefinition>

export type DerivationName = keyof typeof derivations

const isDerivation = (name: string): name is DerivationName => Object.hasOwn(derivations, name)

export const derivationNames: readonly DerivationName[] = Object.keys(derivations).filter(isDerivation)

/** Those that a declaration may call. */
export const calledNames: readonly DerivationName[] = derivationNames.filter((name) => !name.includes(' '))

/** What a derivation is of lists of ints, where it gives another kind of value than of lists of ids. */
export const ofInts = (name: DerivationName): DerivationName => (name === 'last' ? 'last of ints' : name)

export const derivationOf = (name: DerivationName): DerivationDefinition => derivations[name]

export const derivationNamed = (name: string): DerivationName | undefined => (isDerivation(name) ? name : undefined)
