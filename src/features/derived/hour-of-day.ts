import { cycleDerivation, day, hour } from './cycle.ts'

/** `hour_of_day(shown_at, offset: "+05:30")`: 0 to 23, of UTC milliseconds since 1970. */
export const hourOfDay = cycleDerivation('hour_of_day', { period: day, unit: hour, begun: 0 })
