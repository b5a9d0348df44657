import { cycleDerivation, day } from './cycle.ts'

/** `day_of_week(shown_at)`: 0 on Mondays to 6 on Sundays, as ISO 8601 orders them. 1970 began on a Thursday. */
export const dayOfWeek = cycleDerivation('day_of_week', { period: 7 * day, unit: day, begun: 3 * day })
