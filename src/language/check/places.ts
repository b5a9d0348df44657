import type { Diagnostic, Related, Span } from '../../diagnostics/diagnostic.ts'
import type { SourceProgram } from '../program.ts'
import { bodiesOf } from '../resolve/walk.ts'
import type { Declaration, Identifier } from '../syntax/ast.ts'
import { walkStatements } from '../syntax/walk.ts'

/**
 * Shows beside a diagnostic where a declaration stands that may be what is wrong: of an unknown name the nearest known one, which may have been renamed (CTR1501);
 * of a feature that a surface lacks the surfaces of its block (CTR2001).
 */
export function withPlaces(program: SourceProgram, found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (!found.some(({ code }) => code === 'CTR1501' || code === 'CTR2001')) return found
  const declared = declaredNames(program)
  return found.map((each) => {
    const places =
      each.code === 'CTR1501' ? nearest(declared, each) : each.code === 'CTR2001' ? blocks(program, each) : []
    return places.length === 0 ? each : { ...each, related: [...each.related, ...places] }
  })
}

/** In the same file if there is one. */
function nearest(declared: ReadonlyMap<string, readonly Span[]>, { fixes, span }: Diagnostic): readonly Related[] {
  const near = fixes.find(({ kind }) => kind === 'name')?.edits[0]?.text
  const spans = near === undefined ? undefined : declared.get(near)
  const place = spans?.find(({ file }) => file === span?.file) ?? spans?.[0]
  return place === undefined ? [] : [{ message: `'${near}' is declared here`, span: place }]
}

function blocks({ files }: SourceProgram, { related }: Diagnostic): readonly Related[] {
  for (const { span } of related) {
    // Declarations stand one behind the other: the first that ends behind a place is around it.
    const block = files.get(span.file)?.items.find((item) => span.end <= item.span.end)
    if (block?.kind !== 'features') continue
    const [first, last] = [block.surfaces?.[0], block.surfaces?.at(-1)]
    if (first === undefined || last === undefined) return []
    const names = block.surfaces?.map(({ name }) => name).join(', ')
    return [{ message: `its block is 'on ${names}'`, span: { ...first.span, end: last.span.end } }]
  }
  return []
}

function declaredNames({ files }: SourceProgram): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>()
  for (const [path, file] of files) {
    if (path.startsWith('ctr:')) continue
    const names = file.items.flatMap(namesOf)
    for (const body of bodiesOf(file))
      walkStatements(body, (statement) => {
        if (statement.kind === 'let' || statement.kind === 'var' || statement.kind === 'param')
          names.push(statement.name)
        if (statement.kind === 'predict') names.push(statement.task)
      })
    for (const { name, span } of names) spans.set(name, [...(spans.get(name) ?? []), span])
  }
  return spans
}

/** The names that a declaration gives to what it declares. */
export function namesOf(item: Declaration): Identifier[] {
  switch (item.kind) {
    case 'features':
      return [
        ...(item.group === undefined ? [] : [item.group]),
        ...item.features.flatMap(({ names }) => names),
        ...item.sequences.map(({ name }) => name),
      ]
    case 'module':
      return [item.name, ...item.parameters.map(({ name }) => name)]
    case 'import':
    case 'train':
    case 'serve':
    case 'tower':
      return []
    default:
      return [item.name]
  }
}
