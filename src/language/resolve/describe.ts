import type { ConfigValue } from '../syntax/ast.ts'

/** How a value reads in a message about a wrong one. */
export function describeValue(value: ConfigValue): string {
  switch (value.kind) {
    case 'per':
      return `${describeValue(value.of)} per ${value.per.name}`
    case 'map':
      return 'a map'
    case 'config_list':
    case 'list':
      return 'a list'
    case 'number':
      return `the number ${value.raw}`
    case 'string':
      return `the string "${value.value}"`
    case 'boolean':
      return String(value.value)
    case 'null':
      return 'null'
    case 'name':
      return `the name '${value.name}'`
    case 'call':
      return `${value.callee.name}(...)`
    case 'member':
      return value.value.kind === 'name' ? `'${value.value.name}.${value.member.name}'` : 'an expression'
    case 'unary':
      return value.operator === '-' && value.operand.kind === 'number'
        ? `the number -${value.operand.raw}`
        : 'an expression'
    default:
      return 'an expression'
  }
}
