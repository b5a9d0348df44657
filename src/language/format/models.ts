import type {
  BranchDeclaration,
  CalibrateNode,
  ModelDeclaration,
  ModuleDeclaration,
  ModuleParameter,
  TowerDeclaration,
} from '../syntax/ast.ts'
import { printType } from '../syntax/print.ts'
import { block } from './blocks.ts'
import { bracketed } from './bracketed.ts'
import { configMap } from './config.ts'
import { type Document, group, indent, newLine } from './document.ts'
import type { Layout } from './layout.ts'
import { commaSeparated, names } from './names.ts'
import { sequence } from './sequence.ts'
import { bound } from './statements.ts'

/** `export module dcnv2<N>(x: [N]) -> [N] { ... }` */
export function module(layout: Layout, node: ModuleDeclaration): Document {
  const { source } = layout
  const dimensions = node.dimensions.length === 0 ? '' : `<${node.dimensions.map(({ name }) => name).join(', ')}>`
  const last = node.dimensions.at(-1)
  const open = last === undefined ? source.at(node.name.span.start) + 1 : source.at(last.span.start) + 2
  const parameters = node.parameters.map((each) => ({ start: each.span.start, print: () => parameter(layout, each) }))
  return [
    `${node.exported ? 'export ' : ''}module ${node.name.name}${dimensions}`,
    bracketed(layout, parameters, { open }),
    node.result === undefined ? ' ' : ` -> ${printType(node.result)} `,
    block(layout, node.body),
  ]
}

const parameter = (layout: Layout, { name, type, default: value }: ModuleParameter): Document => [
  `${name.name}: ${printType(type)}`,
  value === undefined ? '' : bound(layout, value),
]

/** `model engagement on home_feed, search staged { trunk { } calibrate ... }`: its items in their own order. */
export function model(layout: Layout, node: ModelDeclaration): Document {
  const { source } = layout
  const surfaces = node.surfaces.map(({ name, staged }) => `${name.name}${staged ? ' staged' : ''}`)
  const head: Document = [
    `model ${node.name.name}`,
    node.base === undefined ? '' : ` extends ${node.base.name}`,
    surfaces.length === 0 ? '' : [' on ', commaSeparated(surfaces)],
    ' ',
  ]
  const { trunk, trunkSpan } = node
  const items = [
    ...(trunk === undefined || trunkSpan === undefined
      ? []
      : [{ span: { ...trunk.span, start: trunkSpan.start }, print: (): Document => ['trunk ', block(layout, trunk)] }]),
    ...node.calibrations.map((each) => ({ span: each.span, print: () => calibration(layout, each) })),
    ...node.without.map((each) => ({
      span: each.span,
      print: (): Document => [`without ${each.part} `, names(each.names)],
    })),
  ].toSorted((a, b) => a.span.start - b.span.start)
  const end = node.span.end - 1
  const start = source.startOf(source.partnerOf(source.at(end)))
  if (items.length === 0 && !source.hasComment(start, end)) return [head, '{ }']
  return group([head, '{', indent(sequence(layout, items, end, ({ print }) => print())), newLine, '}'], true)
}

/** `calibrate click, long_click by view with platt { at_least: 100 }` */
const calibration = (layout: Layout, { tasks, by, method, config }: CalibrateNode): Document => [
  'calibrate ',
  names(tasks),
  by === undefined ? '' : ` by ${by.name}`,
  ` with ${method.name}`,
  config === undefined ? '' : [' ', configMap(layout, config)],
]

/** `branch browse of engagement for home_feed, related_pins { ... }` */
export const branch = (layout: Layout, { name, of, surfaces, body }: BranchDeclaration): Document => [
  `branch ${name.name} of ${of.name} for `,
  names(surfaces),
  ' ',
  block(layout, body),
]

/** `tower search of engagement { ... }`, `tower each surface of engagement { ... }` */
export const tower = (layout: Layout, { isOfEach, name, of, body }: TowerDeclaration): Document => [
  `tower ${isOfEach ? 'each ' : ''}${name.name} of ${of.name} `,
  block(layout, body),
]
