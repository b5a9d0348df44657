import type { Span } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/nearest.ts'
import type { DiagnosticArguments } from '../../diagnostics/registry.ts'
import type { Report } from '../../diagnostics/report.ts'
import { fitsFloat32 } from '../../graph/float32.ts'
import type { Bounds } from '../../optimizers/define-optimizer.ts'
import type { CallExpression, ConfigEntry, ConfigMap, ConfigValue, Identifier } from '../syntax/ast.ts'
import { describeValue } from './describe.ts'
import { related, replaceWith } from './extras.ts'
import { reportNoChoice } from './known.ts'

/** What a number must be. */
export interface NumberRule extends Bounds {
  readonly integer?: boolean
}

export interface Setting {
  readonly key: string
  readonly keySpan: Span
  readonly value: ConfigValue
}

/** What a config map or the arguments of a config call may contain. */
export interface Schema {
  /** As it reads in a message: `train engagement`, `adam`. */
  readonly place: string
  readonly known: readonly string[]
  /** Words that are reserved, and what they will be. */
  readonly announced?: Readonly<Record<string, string>>
}

export const keyOf = ({ key }: ConfigEntry): string =>
  !('kind' in key) ? key.name : key.kind === 'number' ? key.raw : key.value

/**
 * Typed access to settings, each error a diagnostic at its entry: CTR1520 unknown (with the nearest known one),
 * CTR1521 missing, CTR1522 a value of a wrong kind, CTR1523 given twice, CTR1514 reserved for a later version.
 */
export class Settings {
  private readonly byKey = new Map<string, Setting>()
  constructor(
    private readonly report: Report,
    readonly schema: Schema,
    readonly span: Span,
    settings: readonly Setting[],
  ) {
    for (const setting of settings) this.add(setting)
  }

  static ofMap(report: Report, schema: Schema, map: ConfigMap): Settings {
    return new Settings(report, schema, map.span, settingsOfMap(map))
  }

  /** The named arguments of `adam(lr: 1e-3)`; the caller reads the others. */
  static ofCall(report: Report, schema: Schema, call: CallExpression): Settings {
    const settings = call.arguments.flatMap(({ name, value }): readonly Setting[] =>
      name === undefined ? [] : [{ key: name.name, keySpan: name.span, value }],
    )
    return new Settings(report, schema, call.span, settings)
  }

  private add(setting: Setting): void {
    const { key, keySpan } = setting
    const { place, known, announced } = this.schema
    const later = announced !== undefined && Object.hasOwn(announced, key) ? announced[key] : undefined
    const earlier = this.byKey.get(key)
    if (later !== undefined) this.report('CTR1514', keySpan, { what: later })
    else if (!known.includes(key)) {
      const near = nearest(key, known)
      this.report('CTR1520', keySpan, { key, place, near, known }, { fixes: replaceWith(keySpan, near) })
    } else if (earlier !== undefined)
      this.report('CTR1523', keySpan, { key, place }, { related: related('first here', earlier.keySpan) })
    else this.byKey.set(key, setting)
  }

  get(key: string): Setting | undefined {
    return this.byKey.get(key)
  }

  required(key: string, example: string): Setting | undefined {
    const setting = this.byKey.get(key)
    if (setting === undefined) this.report('CTR1521', this.span, { key, place: this.schema.place, example })
    return setting
  }

  wrong(setting: Setting, expected: string): undefined {
    wrongValue(this.report, setting.key, setting.value, expected)
    return undefined
  }

  number(key: string, rule: NumberRule = {}): number | undefined {
    const setting = this.get(key)
    return setting === undefined ? undefined : numberIn(this.report, setting, rule)
  }

  string(key: string): string | undefined {
    const setting = this.get(key)
    if (setting === undefined) return undefined
    return setting.value.kind === 'string' ? setting.value.value : this.wrong(setting, 'a string in quotes')
  }

  name(key: string): Identifier | undefined {
    const setting = this.get(key)
    return setting === undefined ? undefined : nameIn(this.report, setting)
  }

  /** `[a, b]`, or `a` alone. */
  names(key: string): readonly Identifier[] | undefined {
    const setting = this.get(key)
    return setting === undefined ? undefined : namesIn(this.report, setting)
  }

  /** One word of a closed list. */
  oneOf<Word extends string>(key: string, words: readonly Word[]): Word | undefined {
    const setting = this.get(key)
    if (setting === undefined) return undefined
    const { value } = setting
    const word = words.find((each) => value.kind === 'name' && value.name === each)
    return word ?? this.wrong(setting, words.join(' or '))
  }

  map(key: string): ConfigMap | undefined {
    const setting = this.get(key)
    if (setting === undefined) return undefined
    return setting.value.kind === 'map' ? setting.value : this.wrong(setting, 'a map in braces')
  }
}

export const settingsOfMap = (map: ConfigMap): readonly Setting[] =>
  map.entries.map((entry) => ({ key: keyOf(entry), keySpan: entry.key.span, value: entry.value }))

/** Entries whose keys the user chooses, once each (CTR1523). */
export function settingsOnce(report: Report, place: string, map: ConfigMap | undefined): readonly Setting[] {
  const first = new Map<string, Setting>()
  for (const setting of map === undefined ? [] : settingsOfMap(map)) {
    const { key, keySpan } = setting
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, setting)
    else report('CTR1523', keySpan, { key, place }, { related: related('first here', earlier.keySpan) })
  }
  return [...first.values()]
}

export function wrongValue(report: Report, key: string, value: ConfigValue, expected: string): void {
  if (isReported(value)) return
  const at: DiagnosticArguments<'CTR1522'> = { key, found: describeValue(value), expected }
  report('CTR1522', value.span, at)
}

/** Whether the parser has refused it. */
const isReported = (value: ConfigValue): boolean =>
  value.kind === 'invalid' ||
  (value.kind === 'number' && value.malformed === true) ||
  (value.kind === 'unary' && isReported(value.operand))

/** A number literal, with its sign. */
export function literalNumber(value: ConfigValue): { readonly value: number; readonly integer: boolean } | undefined {
  if (value.kind === 'number') return { value: value.value, integer: value.integer }
  if (value.kind === 'unary' && value.operator === '-' && value.operand.kind === 'number')
    return { value: -value.operand.value, integer: value.operand.integer }
  return undefined
}

export function numberIn(report: Report, { key, value }: Setting, rule: NumberRule): number | undefined {
  const literal = literalNumber(value)
  const fits =
    literal !== undefined &&
    (!rule.integer || (literal.integer && Number.isSafeInteger(literal.value))) &&
    literal.value >= (rule.atLeast ?? -Infinity) &&
    literal.value <= (rule.atMost ?? Infinity) &&
    isWithin(literal.value, rule)
  if (fits && (rule.integer || fitsInFloat32(literal.value, rule))) return literal.value
  wrongValue(report, key, value, `${describeRule(rule)}${fits ? ' as a 32-bit float' : ''}`)
  return undefined
}

const isWithin = (value: number, { above, below }: NumberRule): boolean =>
  value > (above ?? -Infinity) && value < (below ?? Infinity)

/** Training computes with 32-bit floats: a rate of 1e-60 would be 0 there, and a decay of 0.99999999999 would be 1. */
const fitsInFloat32 = (value: number, rule: NumberRule): boolean =>
  fitsFloat32(value) && isWithin(Math.fround(value), rule)

function describeRule({ integer, atLeast, above, atMost, below }: NumberRule): string {
  const bounds = [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ]
  const noun = integer ? 'a whole number' : 'a number'
  return bounds.length === 0 ? noun : `${noun} ${bounds.join(' and ')}`
}

export function nameIn(report: Report, { key, value }: Setting): Identifier | undefined {
  if (value.kind === 'name') return value
  wrongValue(report, key, value, 'a name')
  return undefined
}

export function namesIn(report: Report, { key, value }: Setting): readonly Identifier[] {
  if (value.kind !== 'config_list' && value.kind !== 'list') {
    const name = nameIn(report, { key, keySpan: value.span, value })
    return name === undefined ? [] : [name]
  }
  return value.items.flatMap((item) => nameIn(report, { key, keySpan: item.span, value: item }) ?? [])
}

/** `adam(lr: 1e-3)`, or `adam` alone: the call that a setting makes, one of `functions`. */
export function callIn(
  report: Report,
  { key, value }: Setting,
  kind: string,
  functions: readonly string[],
): CallExpression | undefined {
  const call: CallExpression | undefined =
    value.kind === 'call'
      ? value
      : value.kind === 'name'
        ? { kind: 'call', callee: value, arguments: [], span: value.span }
        : undefined
  if (call === undefined) {
    wrongValue(report, key, value, `${functions.join('(...) or ')}(...)`)
    return undefined
  }
  if (functions.includes(call.callee.name)) return call
  reportNoChoice(report, kind, call.callee, functions)
  return undefined
}

/** Arguments without a name, where a call takes none. */
export function refusePositional(report: Report, call: CallExpression, from: number): void {
  for (const { name, value } of call.arguments.filter((argument) => argument.name === undefined).slice(from))
    if (name === undefined) wrongValue(report, call.callee.name, value, 'name: value')
}
