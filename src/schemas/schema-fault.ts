import { isObject } from '../host/fields.ts'
import type { SchemaCheck, SchemaError } from './generated.mjs'
import * as checks from './generated.mjs'

/** A file of a run or an export, or a part of one, that has a schema. */
export type SchemaName = keyof typeof checks

const checkOf: Readonly<Record<SchemaName, SchemaCheck>> = { ...checks }

/**
 * The first place where a value read from a file does not fit the file's schema, what stands there and what was expected:
 * `'threads' is 1000000000, expected at most 256`. Undefined where it fits.
 */
export function schemaFault(name: SchemaName, value: unknown): string | undefined {
  const check = checkOf[name]
  if (check(value)) return undefined
  const [error] = check.errors ?? []
  if (error === undefined) throw new Error(`the check of ${name} fails without an error`)
  return faultText(error, value)
}

function faultText({ instancePath, keyword, params }: SchemaError, value: unknown): string {
  const path = instancePath.split('/').slice(1).map(unescaped)
  const place = (last?: unknown): string => {
    const whole = [...path, ...(typeof last === 'string' ? [last] : [])].join('.')
    return whole === '' ? 'the whole' : `'${whole}'`
  }
  if (keyword === 'required') return `${place(params.missingProperty)} is missing`
  if (keyword === 'additionalProperties') return `${place(params.additionalProperty)} does not belong there`
  return `${place()} is ${shown(valueAt(value, path))}, expected ${expectation(keyword, params)}`
}

function expectation(keyword: string, params: SchemaError['params']): string {
  switch (keyword) {
    case 'type':
      return String(params.type).split(',').join(' or ')
    case 'const':
      return shown(params.allowedValue)
    case 'enum':
      return `one of ${Array.isArray(params.allowedValues) ? params.allowedValues.join(', ') : ''}`
    case 'minimum':
      return `at least ${params.limit}`
    case 'maximum':
      return `at most ${params.limit}`
    case 'minItems':
      return `${params.limit} or more entries`
    case 'pattern':
      return `text like ${params.pattern}`
    default:
      return keyword
  }
}

/** JSON pointers write `~1` for `/` and `~0` for `~`. */
const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isObject(at) ? new Map(Object.entries(at)).get(name) : undefined), value)
}

/** Few characters of a value, on one line. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isObject(value)) return 'an object'
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 50)}... (${text.length} characters)` : text
}
