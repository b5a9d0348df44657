import type { Diagnostic, Span } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { SourceProgram } from '../../program.ts'
import { removal } from '../../resolve/removal.ts'
import type { Block, LetStatement } from '../../syntax/ast.ts'
import { childrenOf, namesInText } from './children.ts'

/** A `let` that is neither read nor exported (CTR2021). */
export function unusedLet(program: SourceProgram): readonly Diagnostic[] {
  const lets = [...program.files]
    .filter(([path]) => !path.startsWith('ctr:'))
    .flatMap(([, file]) => blocksIn(file.items))
    .flatMap(({ block, read }) => letsOf(block).map((each) => ({ ...each, isRead: read.has(each.name.name) })))
  // A variant has the lets of its base: one that either reads is read.
  const read = new Set(lets.flatMap(({ isRead, name }) => (isRead ? [keyOf(name.span)] : [])))
  return lets.flatMap(({ name, span }) => {
    if (read.has(keyOf(name.span))) return []
    const edits = [removal(span, program.files.get(span.file)?.text ?? '')]
    const fixes = [{ kind: 'remove' as const, title: `remove '${name.name}'`, edits }]
    return [diagnostic('CTR2021', name.span, { name: name.name }, { fixes })]
  })
}

const keyOf = ({ file, start }: Span): string => `${start} ${file}`

const letsOf = (block: Block): readonly LetStatement[] =>
  block.statements.filter((statement): statement is LetStatement => statement.kind === 'let' && !statement.exported)

interface BlockNames {
  readonly block: Block
  /** Names that are read in it, in blocks inside it too. */
  readonly read: Set<string>
}

/** Every block below a node, however deep, outer before inner. */
function blocksIn(root: object): readonly BlockNames[] {
  const found: BlockNames[] = []
  const visit = (node: object, around: readonly BlockNames[]): void => {
    for (const name of namesRead(node)) for (const { read } of around) read.add(name)
    let within = around
    if (isBlock(node)) {
      const names: BlockNames = { block: node, read: new Set() }
      found.push(names)
      within = [...around, names]
    }
    for (const child of childrenOf(node)) visit(child, within)
  }
  visit(root, [])
  return found
}

const namesRead = (node: object): readonly string[] =>
  'kind' in node && node.kind === 'name' && 'name' in node && typeof node.name === 'string'
    ? [node.name]
    : namesInText(node)

const isBlock = (node: object): node is Block => 'kind' in node && node.kind === 'block' && 'statements' in node
