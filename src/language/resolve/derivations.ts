import type { Report } from '../../diagnostics/report.ts'
import type { OperandKind, Parameter } from '../../features/derived/definition.ts'
import type { Derivation, DerivationOperand } from '../../features/derived/derivation.ts'
import { calledNames, derivationNamed, derivationOf, ofInts } from '../../features/derived/table.ts'
import { definitionOf, withArticle } from '../../features/kinds.ts'
import { fitsFloat32 } from '../../graph/float32.ts'
import { seedOf } from '../../graph/mix.ts'
import { fieldName } from '../../model/feature.ts'
import type { Feature } from '../program.ts'
import type { CallExpression, Expression, Identifier } from '../syntax/ast.ts'
import { literalNumber } from './config.ts'
import { describeValue } from './describe.ts'
import { reportNoChoice } from './known.ts'

/** A derivation as it is read from its call. */
export interface ReadDerivation {
  readonly derivation: Derivation
  readonly result: 'id' | 'int' | 'float'
  /** The features that it names, and where. */
  readonly operands: readonly { readonly feature: Feature; readonly name: Identifier }[]
}

/** What one call is read with. */
export interface DerivationContext {
  readonly report: Report
  /** The derived feature. */
  readonly feature: string
  /** Undefined where there is none, which has been reported. */
  readonly featureOf: (name: Identifier) => Feature | undefined
  /** Where the derived feature is a field of a record: that, whose fields are read by their own names. */
  readonly record?: RecordContext | undefined
}

export interface RecordContext {
  readonly name: string
  readonly fields: ReadonlySet<string>
}

interface Argument {
  readonly name: Identifier | undefined
  readonly value: Expression
}

/** A part of a call: an operand with its kind, or constants. */
interface Part {
  readonly operand?: {
    readonly of: DerivationOperand
    readonly kind: OperandKind
    readonly features: ReadDerivation['operands']
  }
  readonly constants?: readonly number[]
}

/**
 * Reads the call that stands in a type's place; undefined where it is wrong, which is reported. Errors: CTR1501 an unknown derivation, CTR1570
 * arguments that it does not take.
 */
export function readDerivation(context: DerivationContext, call: CallExpression): ReadDerivation | undefined {
  const { report } = context
  const of = derivationNamed(call.callee.name)
  if (of === undefined) {
    reportNoChoice(report, 'derivation', call.callee, calledNames)
    return undefined
  }
  const definition = derivationOf(of)
  const given = bound(context, call, definition.parameters, definition.form)
  const parts = given?.map(({ parameter, argument }) => partsOf(context, parameter, argument, definition.form))
  if (parts === undefined || parts.some((part) => part === undefined)) return undefined
  const all = parts.flatMap((part) => part ?? [])
  const operands = all.flatMap(({ operand }) => operand ?? [])
  const constants = all.flatMap((part) => part.constants ?? [])
  const kinds = operands.map(({ kind }) => kind)
  const wrong = definition.refuses(constants, kinds)
  if (wrong !== undefined) {
    report('CTR1570', call.span, { form: definition.form, ...wrong })
    return undefined
  }
  const chosen = kinds.includes('list of ints') ? ofInts(of) : of
  const result = derivationOf(chosen).result(kinds, constants)
  return {
    derivation: { of: chosen, operands: operands.map((operand) => operand.of), constants },
    result: result.kind,
    operands: operands.flatMap(({ features }) => features),
  }
}

interface Bound {
  readonly parameter: Parameter
  readonly argument: Argument | undefined
}

const nameOf = (parameter: Parameter): string | undefined => (parameter.kind === 'salt' ? undefined : parameter.name)

/** Arguments by position, then by name. */
function bound(
  { report }: DerivationContext,
  call: CallExpression,
  parameters: readonly Parameter[],
  form: string,
): readonly Bound[] | undefined {
  const refuse = (argument: Argument | undefined, found: string, expected: string): undefined => {
    report('CTR1570', argument?.name?.span ?? argument?.value.span ?? call.span, { form, found, expected })
    return undefined
  }
  const names = parameters.flatMap((parameter) => nameOf(parameter) ?? [])
  const byName = new Map<string, Argument>()
  let position = 0
  for (const argument of call.arguments) {
    const name = argument.name === undefined ? names[position++] : argument.name.name
    if (name === undefined) return refuse(argument, 'one argument too many', `${names.length} of them`)
    if (!names.includes(name)) return refuse(argument, `'${name}'`, names.join(', '))
    if (byName.has(name)) return refuse(argument, `'${name}' a second time`, 'each once')
    byName.set(name, argument)
  }
  const found = parameters.map((parameter) => ({ parameter, argument: byName.get(nameOf(parameter) ?? '') }))
  const lacking = found.find(
    ({ parameter, argument }) => argument === undefined && parameter.kind !== 'salt' && parameter.kind !== 'offset',
  )
  return lacking === undefined ? found : refuse(undefined, `no '${nameOf(lacking.parameter)}'`, names.join(', '))
}

function partsOf(
  context: DerivationContext,
  parameter: Parameter,
  argument: Argument | undefined,
  form: string,
): readonly Part[] | undefined {
  const refuse = (value: Expression, expected: string): undefined => {
    if (value.kind === 'invalid') return undefined // the parser has reported it
    context.report('CTR1570', value.span, { form, found: describeValue(value), expected })
    return undefined
  }
  if (parameter.kind === 'salt') return [{ constants: [seedOf(context.feature)] }]
  if (argument === undefined) return [{ constants: [0] }]
  const { value } = argument
  switch (parameter.kind) {
    case 'operand': {
      const operand = operandOf(context, value, parameter.accepts, form)
      return operand && [{ operand }]
    }
    case 'equality': {
      if (value.kind !== 'binary' || value.operator !== '==') return refuse(value, `two features: ${parameter.name}`)
      const left = operandOf(context, value.left, [parameter.accepts[0]], form)
      const right = operandOf(context, value.right, [parameter.accepts[1]], form)
      return left && right && [{ operand: left }, { constants: keptOf(left) }, { operand: right }]
    }
    case 'numbers': {
      if (value.kind !== 'list' || value.items.length === 0) return refuse(value, 'a list of numbers: [7, 30, 90]')
      const wrong = value.items.find((item) => numberOf(item) === undefined)
      if (wrong !== undefined) return refuse(wrong, 'a number that a 32-bit float can hold')
      return [{ constants: value.items.flatMap((item) => numberOf(item) ?? []) }]
    }
    case 'number': {
      const number = numberOf(value)
      return number === undefined ? refuse(value, 'a number that a 32-bit float can hold') : [{ constants: [number] }]
    }
    case 'offset': {
      const offset = value.kind === 'string' ? millisecondsOf(value.value) : undefined
      return offset === undefined ? refuse(value, 'an offset of UTC: "+05:30", "-08:00"') : [{ constants: [offset] }]
    }
  }
}

/** How many elements the list keeps. */
const keptOf = ({ features }: NonNullable<Part['operand']>): readonly number[] =>
  features.flatMap(({ feature }) => definitionOf(feature.type).graph.steps ?? [])

function numberOf(value: Expression): number | undefined {
  const number = literalNumber(value)?.value
  return number !== undefined && fitsFloat32(number) ? number : undefined
}

/** From -14:00 to +14:00, which holds every offset in use. */
function millisecondsOf(text: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d):([0-5]\d)$/.exec(text) ?? []
  const total = (Number(hours) * 60 + Number(minutes)) * 60_000
  return sign === undefined || total > 14 * 3_600_000 ? undefined : sign === '-' ? 0 - total : total
}

function operandOf(
  context: DerivationContext,
  value: Expression,
  accepts: readonly OperandKind[],
  form: string,
): Part['operand'] {
  const expected = accepts.map((kind) => withArticle(kind)).join(' or ')
  const refuse = (found: string): undefined => {
    context.report('CTR1570', value.span, { form, found, expected })
    return undefined
  }
  if (value.kind === 'invalid') return undefined
  if (value.kind === 'call') {
    const read = readDerivation(context, value)
    if (read === undefined) return undefined
    if (!accepts.includes(read.result)) return refuse(`${value.callee.name}(...), ${withArticle(read.result)}`)
    return { of: { kind: 'call', call: read.derivation }, kind: read.result, features: read.operands }
  }
  const name = nameIn(value, context.record)
  if (name === undefined) return refuse(describeValue(value))
  const feature = context.featureOf(name)
  if (feature === undefined) return undefined
  const kind = operandKindOf(feature, context.record)
  if (kind === undefined || !accepts.includes(kind))
    return refuse(`'${name.name}', ${withArticle(definitionOf(feature.type).noun)}`)
  return { of: { kind: 'feature', feature: name.name }, kind, features: [{ feature, name }] }
}

/** What a feature is to a derivation. In a record its fields are read step by step, and beside them what has one value a row and is not derived. */
function operandKindOf(
  { type, record, derivation }: Feature,
  within: RecordContext | undefined,
): OperandKind | undefined {
  const definition = definitionOf(type)
  if (record !== undefined && record.name === within?.name) return definition.step?.operand
  const isPlain = derivation === undefined && definition.graph.steps === undefined
  if (within !== undefined) return isPlain ? definition.operand : undefined
  // A derived field is computed step by step, which no derivation of rows is.
  return record !== undefined && derivation !== undefined ? undefined : definition.operand
}

/** `pin_id`, or a record's field: `recent.pin`, within the record `pin`. */
function nameIn(value: Expression, within: RecordContext | undefined): Identifier | undefined {
  if (value.kind === 'name')
    return within?.fields.has(value.name) ? { name: fieldName(within.name, value.name), span: value.span } : value
  if (value.kind !== 'member' || value.value.kind !== 'name') return undefined
  return { name: fieldName(value.value.name, value.member.name), span: value.span }
}
