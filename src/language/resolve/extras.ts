import type { Fix, Related, Span } from '../../diagnostics/diagnostic.ts'

/** One related place. */
export const related = (message: string, span: Span): readonly Related[] => [{ message, span }]

/** The fix that a did-you-mean offers. */
export const replaceWith = (span: Span, text: string | undefined): readonly Fix[] =>
  text === undefined ? [] : [{ kind: 'name', title: `replace with '${text}'`, edits: [{ span, text }] }]
