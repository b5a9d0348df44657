import type { Parameter } from './definition.ts'
import type { Derivation, DerivationOperand } from './derivation.ts'
import { derivationOf } from './table.ts'

/** A derivation as a spec has it: `quantiles(clip(spend, 0, 100), 10)`. What is fitted is not written. */
export function derivationText({ of, operands, constants }: Derivation): string {
  const { parameters, fit } = derivationOf(of)
  const waiting = [...operands]
  const stated = fit === undefined ? [...constants] : constants.slice(0, fit.stated)
  const texts = parameters.flatMap((parameter) => argumentText(parameter, waiting, stated))
  return `${of}(${texts.join(', ')})`
}

/** Takes what the parameter is from the front of both lists. */
function argumentText(parameter: Parameter, operands: DerivationOperand[], constants: number[]): readonly string[] {
  switch (parameter.kind) {
    case 'operand':
      return operands.splice(0, 1).map(operandText)
    case 'equality':
      constants.shift()
      return [operands.splice(0, 2).map(operandText).join(' == ')]
    case 'numbers':
      return [`[${constants.splice(0).join(', ')}]`]
    case 'number':
      return constants.splice(0, 1).map(String)
    case 'offset':
      return constants.splice(0, 1).map((offset) => `${parameter.name}: "${offsetText(offset)}"`)
    case 'salt':
      constants.shift()
      return []
  }
}

const operandText = (operand: DerivationOperand): string =>
  operand.kind === 'feature' ? operand.feature : derivationText(operand.call)

function offsetText(milliseconds: number): string {
  const minutes = Math.abs(milliseconds) / 60_000
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${milliseconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
