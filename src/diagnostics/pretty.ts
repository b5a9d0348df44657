import picocolors from 'picocolors'
import type { Diagnostic, Fix, Related, Severity, Span } from './diagnostic.ts'
import { excerptOf } from './excerpt.ts'
import { shown } from './shown.ts'
import { SourceLines, type Sources } from './sources.ts'
import { counted } from './wording.ts'

type Colors = ReturnType<typeof picocolors.createColors>

/** Diagnostics for people: what, where with its line and a mark under it, the places that led there, and fixes. */
export function prettyDiagnostics(diagnostics: readonly Diagnostic[], sources: Sources, colored: boolean): string {
  const lines = new SourceLines(sources)
  const colors = picocolors.createColors(colored)
  return diagnostics.map((each) => `${prettyDiagnostic(each, lines, colors)}\n`).join('\n')
}

/** "2 errors, 1 warning", or undefined where there is nothing to count. */
export function summaryOf(diagnostics: readonly Diagnostic[]): string | undefined {
  const counts = (['error', 'warning'] as const).flatMap((severity) => {
    const count = diagnostics.filter((each) => each.severity === severity).length
    return count === 0 ? [] : [counted(count, severity)]
  })
  return counts.length === 0 ? undefined : counts.join(', ')
}

function prettyDiagnostic(diagnostic: Diagnostic, lines: SourceLines, colors: Colors): string {
  const { severity, code, message, span, related, fixes } = diagnostic
  const paint = paintOf(severity, colors)
  return [
    `${paint(`${severity} ${code}`)}${colors.bold(`: ${message}`)}`,
    ...(span === undefined ? [] : prettyPlace(span, lines, paint, colors)),
    ...related.flatMap((each) => prettyRelated(each, lines, colors)),
    ...fixes.map((each) => prettyFix(each, colors)),
  ].join('\n')
}

function prettyRelated({ message, span }: Related, lines: SourceLines, colors: Colors): string[] {
  return [`  ${colors.cyan('note')}: ${message}`, ...prettyPlace(span, lines, colors.cyan, colors)]
}

const prettyFix = ({ title }: Fix, colors: Colors): string => `  ${colors.green('fix')}: ${title}`

function prettyPlace(span: Span, lines: SourceLines, paint: (text: string) => string, colors: Colors): string[] {
  const name = shown(lines.name(span.file))
  const excerpt = excerptOf(span, lines)
  if (excerpt === undefined) {
    const { line, character } = lines.range(span).start
    return [`  ${colors.dim('-->')} ${name}:${line + 1}:${character + 1}`]
  }
  const number = String(excerpt.line)
  const margin = ' '.repeat(number.length)
  const bar = colors.dim('|')
  return [
    `${margin} ${colors.dim('-->')} ${name}:${excerpt.line}:${excerpt.column}`,
    `${margin} ${bar}`,
    `${colors.dim(number)} ${bar} ${excerpt.text}`,
    `${margin} ${bar} ${' '.repeat(excerpt.before)}${paint('^'.repeat(excerpt.marked))}`,
  ]
}

function paintOf(severity: Severity, colors: Colors): (text: string) => string {
  if (severity === 'error') return colors.red
  return severity === 'warning' ? colors.yellow : colors.blue
}
