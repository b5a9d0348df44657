import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { SourceProgram } from '../../program.ts'
import { removal } from '../../resolve/removal.ts'
import type { Block, LetStatement } from '../../syntax/ast.ts'

/** A `let` that is neither read nor exported (CTR2021). */
export function unusedLet(program: SourceProgram): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (const [path, file] of program.files) {
    if (path.startsWith('ctr:')) continue
    for (const block of blocksOf(file.items)) {
      const read = namesRead(block)
      for (const { name, span } of letsOf(block)) {
        if (read.has(name.name)) continue
        const edits = [removal(span, file.text)]
        const fixes = [{ kind: 'remove' as const, title: `remove '${name.name}'`, edits }]
        found.push(diagnostic('CTR2021', name.span, { name: name.name }, { fixes }))
      }
    }
  }
  return found
}

const letsOf = (block: Block): readonly LetStatement[] =>
  block.statements.filter((statement): statement is LetStatement => statement.kind === 'let' && !statement.exported)

/** Every block below a node, however deep. */
function* blocksOf(node: unknown): Generator<Block> {
  if (isBlock(node)) yield node
  for (const child of childrenOf(node)) yield* blocksOf(child)
}

function namesRead(node: unknown, names = new Set<string>()): ReadonlySet<string> {
  if (
    typeof node === 'object' &&
    node !== null &&
    'kind' in node &&
    node.kind === 'name' &&
    'name' in node &&
    typeof node.name === 'string'
  ) {
    names.add(node.name)
  }
  for (const child of childrenOf(node)) namesRead(child, names)
  return names
}

const childrenOf = (node: unknown): readonly unknown[] =>
  typeof node === 'object' && node !== null ? Object.values(node) : []

const isBlock = (node: unknown): node is Block =>
  typeof node === 'object' && node !== null && 'kind' in node && node.kind === 'block' && 'statements' in node
