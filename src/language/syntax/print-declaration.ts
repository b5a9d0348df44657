import type {
  CalibrateNode,
  ConfigEntry,
  ConfigMap,
  ConfigValue,
  Declaration,
  FeatureLiteral,
  FeatureName,
  FeatureNode,
  FeaturesDeclaration,
  FeatureType,
  Identifier,
  LevelDeclarationNode,
  ModelDeclaration,
  ModuleDeclaration,
  SequenceNode,
} from './ast.ts'
import { printBlock, printExpression, printString, printType } from './print.ts'

/**
 * A declaration's text: its tree and no more, without comments. It is parsed to the same tree; what a variant takes of its base is for its own
 * text, not for that of the model that it is written out to.
 */
export function printDeclaration(node: Declaration): string {
  switch (node.kind) {
    case 'import': {
      const path = printString(node.path.value)
      return node.names === undefined ? `import ${path}` : `import { ${list(node.names)} } from ${path}`
    }
    case 'setting':
      return `setting ${node.name.name} : ${printType(node.type)} = ${printExpression(node.value)}`
    case 'surface':
      return `surface ${node.name.name}${node.config === undefined ? '' : ` ${printMap(node.config)}`}`
    case 'level':
      return printLevel(node)
    case 'features':
      return printFeatures(node)
    case 'module':
      return printModule(node)
    case 'model':
      return printModel(node)
    case 'branch':
      return `branch ${node.name.name} of ${node.of.name} for ${list(node.surfaces)} ${printBlock(node.body)}`
    case 'tower':
      return `tower ${node.isOfEach ? 'each ' : ''}${node.name.name} of ${node.of.name} ${printBlock(node.body)}`
    case 'table':
    case 'dataset':
      return `${node.kind} ${node.name.name} ${printMap(node.config)}`
    case 'train':
    case 'serve':
      return `${node.kind} ${node.model.name} ${printMap(node.config)}`
  }
}

const list = (names: readonly Identifier[]): string => names.map(({ name }) => name).join(', ')

function printLevel({ name, by, within }: LevelDeclarationNode): string {
  const keys = by.map((key) => `${key.name.name}${key.type === undefined ? '' : `: ${printFeatureType(key.type)}`}`)
  const clauses = [
    ...(keys.length === 0 ? [] : [` by ${keys.join(', ')}`]),
    ...(within.length === 0 ? [] : [` within ${list(within)}`]),
  ]
  return `level ${name.name}${clauses.join('')}`
}

function printFeatures({ group, level, surfaces, otherwise, features, sequences }: FeaturesDeclaration): string {
  const on = surfaces === undefined ? '' : ` on ${list(surfaces)}${otherwise === undefined ? '' : ` else ${otherwise}`}`
  const head = `features ${group === undefined ? '' : `${group.name} `}of ${level.name}${on}`
  return `${head} {\n${[...features.map(printFeature), ...sequences.map(printSequence)].join('\n')}\n}`
}

const printSequence = ({ name, max, fields }: SequenceNode): string =>
  `sequence ${printFeatureName(name)} max ${max.raw} {\n${fields.map(printFeature).join('\n')}\n}`

const printFeatureName = ({ name, column }: FeatureName): string =>
  column === undefined ? name : `${printString(column.value)} as ${name}`

function printFeature({ names, type, table, missing, default: value, servedAs }: FeatureNode): string {
  const named = names.map(printFeatureName)
  const literal = (word: string, of: FeatureLiteral | undefined): string =>
    of === undefined ? '' : ` ${word} ${printExpression(of)}`
  const tableText = table === undefined ? '' : ` in ${'entries' in table ? printMap(table) : table.name}`
  const typeText = type.kind === 'call' ? printExpression(type) : printFeatureType(type)
  const clauses = [literal('missing', missing), literal('default', value), literal('served as', servedAs)]
  return `${named.join(', ')} : ${typeText}${tableText}${clauses.join('')}`
}

function printFeatureType(type: FeatureType): string {
  if ('size' in type) return `[${type.size.raw}]`
  if ('element' in type) return `list<${type.element}, ${type.length.raw}>`
  return type.kind
}

function printModule({ exported, name, dimensions, parameters, result, body }: ModuleDeclaration): string {
  const given = parameters.map((each) => {
    const value = each.default === undefined ? '' : ` = ${printExpression(each.default)}`
    return `${each.name.name}: ${printType(each.type)}${value}`
  })
  const sizes = dimensions.length === 0 ? '' : `<${list(dimensions)}>`
  const gives = result === undefined ? '' : ` -> ${printType(result)}`
  return `${exported ? 'export ' : ''}module ${name.name}${sizes}(${given.join(', ')})${gives} ${printBlock(body)}`
}

function printModel({ name, surfaces, trunk, calibrations }: ModelDeclaration): string {
  const on = surfaces.map((each) => `${each.name.name}${each.staged ? ' staged' : ''}`).join(', ')
  const items = [...(trunk === undefined ? [] : [`trunk ${printBlock(trunk)}`]), ...calibrations.map(printCalibration)]
  return `model ${name.name}${on === '' ? '' : ` on ${on}`} {\n${items.join('\n')}\n}`
}

function printCalibration({ tasks, by, method, config }: CalibrateNode): string {
  const segments = by === undefined ? '' : ` by ${by.name}`
  return `calibrate ${list(tasks)}${segments} with ${method.name}${config === undefined ? '' : ` ${printMap(config)}`}`
}

const printMap = ({ entries }: ConfigMap): string =>
  entries.length === 0 ? '{ }' : `{ ${entries.map(printEntry).join(', ')} }`

const printEntry = ({ key, value }: ConfigEntry): string => {
  const written = !('kind' in key) ? key.name : key.kind === 'number' ? key.raw : printString(key.value)
  return `${written}: ${printValue(value)}`
}

function printValue(value: ConfigValue): string {
  switch (value.kind) {
    case 'map':
      return printMap(value)
    case 'config_list':
      return `[${value.items.map(printValue).join(', ')}]`
    case 'per':
      return `${printValue(value.of)} per ${value.per.name}`
    default:
      return printExpression(value)
  }
}
