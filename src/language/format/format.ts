import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { SourceFile } from '../syntax/ast.ts'
import { parse } from '../syntax/parse.ts'
import { withComments } from './comment-columns.ts'
import { declarations } from './declarations.ts'
import { Layout } from './layout.ts'
import { render } from './render.ts'
import { checkSame } from './same-program.ts'
import { SourceText } from './source-text.ts'
import { statement } from './statements.ts'

/** A text in the standard layout, or what is wrong with it. */
export type Formatted =
  | { readonly kind: 'formatted'; readonly text: string }
  /** Nothing is known of the layout of a text with syntax errors. */
  | { readonly kind: 'broken'; readonly diagnostics: readonly Diagnostic[] }

/**
 * The text of a file in the standard layout. It declares the same program with the same comments in the same order, and formatting it again
 * changes nothing. Lines end as the first line of the text does. `path` is for the diagnostics alone.
 */
export function format(path: string, text: string): Formatted {
  const { file, diagnostics } = parse(path, text)
  if (diagnostics.length > 0) return { kind: 'broken', diagnostics }
  const source = new SourceText(text)
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n'
  const formatted = layOut(file, source).replaceAll('\n', lineEnd)
  checkSame(file, source, path, formatted)
  return { kind: 'formatted', text: formatted }
}

/** Once more where comments have moved out of an item: they may stand between items now that shared a column. */
function layOut(file: SourceFile, source: SourceText, passes = 3): string {
  const layout = new Layout(source, statement)
  const lines = withComments(render(declarations(layout, file)))
  const joined = lines.join('\n').trim()
  const text = joined === '' ? '' : `${joined}\n`
  return layout.hasMoved && passes > 1 ? layOut(parse(file.path, text).file, new SourceText(text), passes - 1) : text
}
