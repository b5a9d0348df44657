import type { Block, Statement } from '../syntax/ast.ts'
import { columnsOf } from './columns.ts'
import { type Document, group, indent, line, newLine, wholeGroup } from './document.ts'
import type { Layout } from './layout.ts'
import { sequence } from './sequence.ts'
import { statementKey } from './statement-keys.ts'

/** A block and what stands before it. */
export interface Body {
  readonly head: () => Document
  readonly block: Block
}

/**
 * The bodies of a loop or of a choice, side by side. All stand on one line where they are written so, hold one statement at most each, and
 * fit; otherwise each has lines of its own.
 */
export function bodies(layout: Layout, parts: readonly Body[]): Document {
  const inline = parts.every(({ block }) => isInline(layout, block))
  const documents = parts.map(({ head, block: each }, index) => [
    index === 0 ? '' : ' ',
    head(),
    inline ? inlineBlock(layout, each) : brokenBlock(layout, each),
  ])
  return inline ? wholeGroup(documents) : group(documents, true)
}

export const block = (layout: Layout, node: Block): Document => bodies(layout, [{ head: () => '', block: node }])

const isInline = ({ source }: Layout, { statements, span }: Block): boolean =>
  statements.length < 2 && source.isOneLine(span)

function inlineBlock(layout: Layout, { statements: [only] }: Block): Document {
  if (only === undefined) return '{ }'
  return ['{', indent([line, layout.printStatement(layout, only, undefined)]), line, '}']
}

function brokenBlock(layout: Layout, { statements, span }: Block): Document {
  const columns = columnsOf<Statement>(layout.source, statements, statementKey)
  const end = span.end - 1
  if (statements.length === 0 && !layout.source.hasComment(span.start, end)) return '{ }'
  const print = (statement: Statement) => layout.printStatement(layout, statement, columns.get(statement))
  return ['{', indent(sequence(layout, statements, end, print)), newLine, '}']
}
