/** The int64 that stands for a missing id or int at serving. As a double it is exact. */
export const leastInt64 = -(2 ** 63)

/** docs/language.md, Data: NaN and infinities are missing, the least int64 is, and so is the logs' own sentinel. */
export const isMissing = (value: number, sentinel: number | undefined): boolean =>
  !Number.isFinite(value) || value === leastInt64 || value === sentinel
