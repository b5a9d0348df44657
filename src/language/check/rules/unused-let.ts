import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { SourceProgram } from '../../program.ts'
import { removal } from '../../resolve/removal.ts'
import type { Block, LetStatement } from '../../syntax/ast.ts'
import { childrenOf, namesInText } from './children.ts'

/** A `let` that is neither read nor exported (CTR2021). */
export function unusedLet(program: SourceProgram): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (const [path, file] of program.files) {
    if (path.startsWith('ctr:')) continue
    for (const { block, read } of blocksIn(file.items))
      for (const { name, span } of letsOf(block)) {
        if (read.has(name.name)) continue
        const edits = [removal(span, file.text)]
        const fixes = [{ kind: 'remove' as const, title: `remove '${name.name}'`, edits }]
        found.push(diagnostic('CTR2021', name.span, { name: name.name }, { fixes }))
      }
  }
  return found
}

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
