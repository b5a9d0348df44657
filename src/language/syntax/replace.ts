import type {
  Argument,
  Block,
  CallExpression,
  ConfigMap,
  ConfigValue,
  Declaration,
  Expression,
  FeatureNode,
  IfExpression,
  IfStatement,
  ModuleParameter,
  ModuleTypeNode,
  NameExpression,
  Statement,
  StringLiteral,
  TypeNode,
} from './ast.ts'

/** What stands in the place of a name that is read, and of a text with names in braces. */
export interface Replacement {
  name(node: NameExpression): Expression
  /** The text of a `require`. */
  message(node: StringLiteral): StringLiteral
  /** A call whose arguments have been replaced. */
  call(node: CallExpression): CallExpression
}

/** A declaration with its calls replaced, those inside others first. */
export const replaceCalls = (node: Declaration, call: Replacement['call']): Declaration =>
  replaceInDeclaration(node, { name: (name) => name, message: (message) => message, call })

/** A declaration with the names that its code and settings read replaced: keys, callees and names that are declared stay. */
export function replaceInDeclaration(node: Declaration, by: Replacement): Declaration {
  switch (node.kind) {
    case 'import':
    case 'setting':
    case 'level':
      return node
    case 'surface':
      return node.config === undefined ? node : { ...node, config: inMap(node.config, by) }
    case 'features':
      return {
        ...node,
        features: node.features.map((line) => inFeature(line, by)),
        sequences: node.sequences.map((each) => ({ ...each, fields: each.fields.map((line) => inFeature(line, by)) })),
      }
    case 'table':
    case 'dataset':
    case 'train':
    case 'serve':
      return { ...node, config: inMap(node.config, by) }
    case 'module':
      return {
        ...node,
        parameters: node.parameters.map((each) => inParameter(each, by)),
        result: node.result && inType(node.result, by),
        body: inBlock(node.body, by),
      }
    case 'model':
      return {
        ...node,
        trunk: node.trunk && inBlock(node.trunk, by),
        calibrations: node.calibrations.map((each) =>
          each.config === undefined ? each : { ...each, config: inMap(each.config, by) },
        ),
      }
    case 'branch':
    case 'tower':
      return { ...node, body: inBlock(node.body, by) }
  }
}

const inFeature = (line: FeatureNode, by: Replacement): FeatureNode => ({
  ...line,
  type: line.type.kind === 'call' ? inCall(line.type, by) : line.type,
  table: line.table !== undefined && 'kind' in line.table ? inMap(line.table, by) : line.table,
})

const inParameter = (node: ModuleParameter, by: Replacement): ModuleParameter => ({
  ...node,
  type: inType(node.type, by),
  default: node.default && inExpression(node.default, by),
})

const inMap = (map: ConfigMap, by: Replacement): ConfigMap => ({
  ...map,
  entries: map.entries.map((entry) => ({ ...entry, value: inValue(entry.value, by) })),
})

function inValue(value: ConfigValue, by: Replacement): ConfigValue {
  switch (value.kind) {
    case 'map':
      return inMap(value, by)
    case 'config_list':
      return { ...value, items: value.items.map((item) => inValue(item, by)) }
    case 'per': {
      const of = inValue(value.of, by)
      return of.kind === 'per' ? value : { ...value, of }
    }
    default:
      return inExpression(value, by)
  }
}

const inBlock = (block: Block, by: Replacement): Block => ({
  ...block,
  statements: block.statements.map((each) => inStatement(each, by)),
})

function inStatement(node: Statement, by: Replacement): Statement {
  switch (node.kind) {
    case 'let':
    case 'var':
      return { ...node, type: node.type && inType(node.type, by), value: inExpression(node.value, by) }
    case 'assign':
    case 'return':
    case 'expression':
      return { ...node, value: inExpression(node.value, by) }
    case 'param':
      return { ...node, type: inType(node.type, by), initial: node.initial && inExpression(node.initial, by) }
    case 'predict':
      return { ...node, value: node.value.kind === 'block' ? inBlock(node.value, by) : inExpression(node.value, by) }
    case 'require':
      return { ...node, condition: inExpression(node.condition, by), message: by.message(node.message) }
    case 'for':
      return {
        ...node,
        loop: { ...node.loop, over: inExpression(node.loop.over, by), body: inBlock(node.loop.body, by) },
      }
    case 'if':
      return inIf(node, by)
  }
}

function inIf<Node extends IfExpression | IfStatement>(node: Node, by: Replacement): Node {
  const otherwise = node.else
  return {
    ...node,
    condition: inExpression(node.condition, by),
    then: inBlock(node.then, by),
    else:
      otherwise === undefined ? undefined : otherwise.kind === 'block' ? inBlock(otherwise, by) : inIf(otherwise, by),
  }
}

function inExpression(node: Expression, by: Replacement): Expression {
  const inside = (each: Expression) => inExpression(each, by)
  switch (node.kind) {
    case 'name':
      return by.name(node)
    case 'number':
    case 'string':
    case 'boolean':
    case 'null':
    case 'invalid':
      return node
    case 'list':
      return { ...node, items: node.items.map(inside) }
    case 'call':
      return inCall(node, by)
    case 'index':
      return { ...node, value: inside(node.value), index: inside(node.index) }
    case 'member':
    case 'else':
    case 'renamed':
      return { ...node, value: inside(node.value) }
    case 'unary':
      return { ...node, operand: inside(node.operand) }
    case 'binary':
      return { ...node, left: inside(node.left), right: inside(node.right) }
    case 'range':
      return { ...node, start: inside(node.start), end: inside(node.end) }
    case 'for_expression':
      return { ...node, over: inside(node.over), body: inBlock(node.body, by) }
    case 'each':
      return { ...node, keys: inside(node.keys), body: inBlock(node.body, by) }
    case 'if_expression':
      return inIf(node, by)
  }
}

const inCall = (node: CallExpression, by: Replacement): CallExpression =>
  by.call({
    ...node,
    arguments: node.arguments.map((each): Argument => ({ ...each, value: inExpression(each.value, by) })),
  })

function inType(type: TypeNode, by: Replacement): TypeNode {
  const inside = (each: Expression) => inExpression(each, by)
  switch (type.kind) {
    case 'tensor':
      return { ...type, dimensions: type.dimensions.map(inside) }
    case 'sequence':
      return { ...type, element: type.element.map(inside), length: inside(type.length) }
    case 'keyed':
      return { ...type, keys: inside(type.keys), of: inType(type.of, by) }
    case 'leveled':
      return { ...type, of: inType(type.of, by) }
    case 'choice':
      return { ...type, module: type.module && inModuleType(type.module, by) }
    case 'module':
      return inModuleType(type, by)
    case 'constant':
    case 'constants':
    case 'invalid':
      return type
  }
}

const inModuleType = (type: ModuleTypeNode, by: Replacement): ModuleTypeNode => ({
  ...type,
  parameters: type.parameters?.map((each) => inType(each, by)),
  result: type.result && inType(type.result, by),
})
