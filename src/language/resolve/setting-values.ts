import type { Expression, TypeNode } from '../syntax/ast.ts'
import { parse } from '../syntax/parse.ts'
import { printType } from '../syntax/print.ts'
import { literalNumber } from './config.ts'

/** A kind of value that a setting may have: what it is called, and whether a value is one. */
interface SettingType {
  readonly expected: string
  fits(value: Expression): boolean
}

/** Undefined for a type that no setting has, such as a shape. */
export function settingTypeOf(type: TypeNode): SettingType | undefined {
  if (type.kind === 'constant') return type.of === 'keys' ? undefined : scalars[type.of]
  if (type.kind === 'choice' && type.module === undefined) {
    const names = type.choices.map(({ name }) => name)
    return {
      expected: `one of ${names.join(', ')}`,
      fits: (value) => value.kind === 'name' && names.includes(value.name),
    }
  }
  if (type.kind !== 'constants') return undefined
  const { fits } = scalars[type.of]
  return {
    expected: `a list, ${printType(type)}`,
    fits: (value) => value.kind === 'list' && value.items.every((item) => fits(item)),
  }
}

const scalars = {
  int: { expected: 'a whole number', fits: (value) => isWhole(literalNumber(value)) },
  float: { expected: 'a number', fits: (value) => literalNumber(value) !== undefined },
  bool: { expected: 'true or false', fits: ({ kind }) => kind === 'boolean' },
  string: { expected: 'a string', fits: ({ kind }) => kind === 'string' },
  name: { expected: 'a name', fits: ({ kind }) => kind === 'name' },
} as const satisfies Record<string, SettingType>

const isWhole = (number: ReturnType<typeof literalNumber>): boolean =>
  number?.integer === true && Number.isSafeInteger(number.value)

/** The value that `--set name=text` means; undefined where the text is no value at all. A string may stand without its quotes. */
export function givenValue(type: TypeNode, text: string): Expression | undefined {
  const read = readValue(text)
  const isString = type.kind === 'constant' && type.of === 'string'
  if (!isString || read?.kind === 'string') return read
  return { kind: 'string', value: text, span: { file: givenFile, start: 0, end: 0 } }
}

const givenFile = '--set'

/** By the parser of files, so that a number is written as in one: `4M`, `-3`, `1e-3`. */
function readValue(text: string): Expression | undefined {
  if (/[\r\n]/.test(text)) return undefined
  const { file, diagnostics } = parse(givenFile, `setting given : float = ${text}`)
  const [item, ...others] = file.items
  const isAlone = diagnostics.length === 0 && others.length === 0 && file.trailing.length === 0
  return isAlone && item?.kind === 'setting' && item.comments.trailing === undefined ? item.value : undefined
}
