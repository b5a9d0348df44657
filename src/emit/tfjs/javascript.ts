import { exactNumber } from '../../graph/exact-number.ts'

/** Texts of JavaScript: literals, keys and identifiers. Equal input, equal bytes. */

export const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

const plainName = /^[A-Za-z_$][\w$]*$/

/** A property's key in an object literal or an interface. In brackets it is one even where it would be the object's prototype. */
export function key(name: string): string {
  if (name === '__proto__') return `[${quoted(name)}]`
  return plainName.test(name) ? name : quoted(name)
}

/** `params.w` or `params['trunk.w']`. */
export const member = (object: string, name: string): string =>
  plainName.test(name) ? `${object}.${name}` : `${object}[${quoted(name)}]`

/** `bias_correction_1` as `biasCorrection1`. */
export const camelCase = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

export const numbers = (values: readonly number[]): string => `[${values.map(exactNumber).join(', ')}]`

const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public return ' +
    'static super switch this throw true try typeof undefined NaN Infinity var void while with yield'
  ).split(' '),
)

/** Distinct identifiers for names: `trunk.crossed.u` becomes `trunk_crossed_u`; a clash takes an ordinal. */
export class Identifiers {
  private readonly taken: Set<string>
  private readonly byName = new Map<string, string>()
  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken)
  }
  of(name: string): string {
    const known = this.byName.get(name)
    if (known !== undefined) return known
    const plain = name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_') || '_'
    let identifier = plain
    for (let ordinal = 2; this.taken.has(identifier) || reserved.has(identifier); ordinal++)
      identifier = `${plain}_${ordinal}`
    this.taken.add(identifier)
    this.byName.set(name, identifier)
    return identifier
  }
}
