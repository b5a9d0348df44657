import type { Span, TextEdit } from '../../diagnostics/diagnostic.ts'

/** Takes a statement or declaration away with its lines, or alone where it shares a line with others. `text`: the file's. */
export function removal(span: Span, text: string): TextEdit {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1
  const newline = text.indexOf('\n', span.end)
  const lineEnd = newline < 0 ? text.length : newline + 1
  const isAlone =
    text.slice(lineStart, span.start).trim() === '' && /^\s*(\/\/.*)?$/.test(text.slice(span.end, lineEnd).trimEnd())
  return { span: isAlone ? { ...span, start: lineStart, end: lineEnd } : span, text: '' }
}
