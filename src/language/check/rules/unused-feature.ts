import type { Diagnostic, Fix } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import { fieldName } from '../../../model/feature.ts'
import type { SourceProgram } from '../../program.ts'
import { removal } from '../../resolve/removal.ts'
import type { FeatureNode, Identifier, SequenceNode } from '../../syntax/ast.ts'
import { featuresUsed } from './names-used.ts'
import { withoutItems } from './without-items.ts'

/** Features of a line, records and their fields that no code, level or derivation reads (CTR2100). */
export function unusedFeature(program: SourceProgram): readonly Diagnostic[] {
  const used = featuresUsed(program)
  return [...program.files.values()].flatMap(({ items, text }) =>
    items.flatMap((item) => {
      if (item.kind !== 'features') return []
      return [
        ...item.features.flatMap((line) => unusedInLine(line, text, (name) => name, used)),
        ...item.sequences.flatMap((sequence) => unusedInSequence(sequence, text, used)),
      ]
    }),
  )
}

/** `nameOf`: what a name of the line is called in the program. */
function unusedInLine(
  line: FeatureNode,
  text: string,
  nameOf: (name: string) => string,
  used: ReadonlySet<string>,
): readonly Diagnostic[] {
  const unused = line.names.filter(({ name }) => !used.has(nameOf(name)))
  const [first] = unused
  if (first === undefined) return []
  const features = unused.map(({ name }) => nameOf(name))
  return [diagnostic('CTR2100', first.span, { features }, { fixes: [without(line, unused, text)] })]
}

/** A record that nothing reads, as a whole. */
function unusedInSequence(
  { name: { name, span: at }, fields, span }: SequenceNode,
  text: string,
  used: ReadonlySet<string>,
): readonly Diagnostic[] {
  if (used.has(name)) {
    const own = fields.flatMap((line) => line.names.map((field) => fieldName(name, field.name)))
    // Of what is read by its length or mask alone one column must remain, which has that length.
    const [first] = fields.filter(({ type }) => type.kind !== 'call').flatMap(({ names }) => names)
    const isLengthAlone = first !== undefined && !own.some((field) => used.has(field))
    const needed = isLengthAlone ? new Set([...used, fieldName(name, first.name)]) : used
    return fields.flatMap((line) => unusedInLine(line, text, (field) => fieldName(name, field), needed))
  }
  const fixes = [{ kind: 'remove' as const, title: `remove '${name}'`, edits: [removal(span, text)] }]
  return [diagnostic('CTR2100', at, { features: [name] }, { fixes })]
}

function without({ names, span }: FeatureNode, unused: readonly Identifier[], text: string): Fix {
  const title = `remove ${unused.map(({ name }) => `'${name}'`).join(', ')}`
  const edits = unused.length === names.length ? [removal(span, text)] : withoutItems(names, unused)
  return { kind: 'remove', title, edits }
}
