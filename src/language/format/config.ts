import type { ConfigEntry, ConfigMap, ConfigValue } from '../syntax/ast.ts'
import { columnsOf } from './columns.ts'
import { afterSign } from './comments.ts'
import { commaOrLine, type Document, either, group, indent, line, newLine } from './document.ts'
import { expression, list, outerStartOf } from './expressions.ts'
import type { Layout } from './layout.ts'
import { sequence } from './sequence.ts'

/**
 * A map of settings. It stands on one line where it is written so and fits; otherwise each entry has a line, and the values stand in columns.
 * `blanks`: how many more stand before each entry on one line.
 */
export function configMap(layout: Layout, map: ConfigMap, blanks: readonly number[] = []): Document {
  const { source } = layout
  const { entries, span } = map
  const end = span.end - 1
  const close = source.at(end)
  const columns = columnsOf(source, entries, (entry) => ({ kind: 'entry', width: keyOf(layout, entry).length + 1 }))
  const broken = [...entries.map((entry) => source.at(entry.span.start)), close].some((each) =>
    source.breaksBefore(each),
  )
  if (entries.length === 0 && !source.hasComment(span.start, end)) return '{ }'
  if (broken) {
    const print = (entry: ConfigEntry) => configEntry(layout, entry, columns.get(entry))
    return group(['{', indent(sequence(layout, entries, end, print)), newLine, '}'], true)
  }
  const documents = entries.map((entry, index): Document => {
    const between = index === 0 ? line : [commaOrLine, either(' '.repeat(blanks[index] ?? 0), '')]
    return [between, configEntry(layout, entry, columns.get(entry))]
  })
  return group(['{', indent(documents), line, '}'])
}

export function configEntry(layout: Layout, entry: ConfigEntry, column = 0): Document {
  const key = `${keyOf(layout, entry)}:`
  const filling = ' '.repeat(Math.max(0, column - key.length))
  const print = () => configValue(layout, entry.value)
  return [key, either('', filling), afterSign(layout, outerStartOf(layout, entry.value), print)]
}

function keyOf({ source }: Layout, { key }: ConfigEntry): string {
  if ('name' in key) return key.name
  return key.kind === 'number' ? key.raw : source.written(key.span)
}

function configValue(layout: Layout, value: ConfigValue): Document {
  if (value.kind === 'map') return configMap(layout, value)
  if (value.kind === 'per') return [configValue(layout, value.of), ` per ${value.per.name}`]
  if (value.kind === 'config_list') return list(layout, value.items, layout.source.at(value.span.start), configValue)
  return expression(layout, value)
}
