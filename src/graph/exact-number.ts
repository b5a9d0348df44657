/** A number's text, from which it can be read back bit for bit: -0 apart from 0. */
export const exactNumber = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))
