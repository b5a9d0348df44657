import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { nearest } from '../../../diagnostics/nearest.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { SourceProgram } from '../../program.ts'
import { replaceWith } from '../../resolve/extras.ts'
import { bodiesOf } from '../../resolve/walk.ts'
import type { SourceFile, TypeNode } from '../../syntax/ast.ts'
import { walkStatements } from '../../syntax/walk.ts'

/** `[N] at LEVEL` in a module's or let's type names a level that is declared (CTR1501). */
export function unknownLevel({ files, levels }: SourceProgram): readonly Diagnostic[] {
  return [...files.values()].flatMap(typesIn).flatMap((type) => {
    if (type.kind !== 'leveled' || levels.names.includes(type.level.name)) return []
    const { name, span } = type.level
    const near = nearest(name, levels.names)
    return [diagnostic('CTR1501', span, { kind: 'level', name, near }, { fixes: replaceWith(span, near) })]
  })
}

function typesIn(file: SourceFile): readonly TypeNode[] {
  const types: TypeNode[] = []
  for (const item of file.items) {
    if (item.kind !== 'module') continue
    types.push(...item.parameters.map(({ type }) => type))
    if (item.result !== undefined) types.push(item.result)
  }
  for (const body of bodiesOf(file))
    walkStatements(body, (statement) => {
      if ((statement.kind === 'let' || statement.kind === 'var') && statement.type !== undefined)
        types.push(statement.type)
    })
  return types
}
