/** The largest finite 32-bit float. */
export const largestFloat32 = (2 - 2 ** -23) * 2 ** 127

/** Whether a number is still one as a 32-bit float: neither infinite, nor 0 where it is not 0. */
export const fitsFloat32 = (value: number): boolean =>
  Number.isFinite(Math.fround(value)) && (value === 0) === (Math.fround(value) === 0)
