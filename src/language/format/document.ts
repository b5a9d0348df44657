/**
 * What is to be printed, before lines are chosen: texts, places where a line may or must end, and groups that stand on one line where
 * they fit. The algebra is Wadler's ("A prettier printer", 2003) with the fill and forced breaks of later printers.
 */
export type Document =
  | string
  | readonly Document[]
  | Line
  | NewLine
  | Indent
  | Group
  | Fill
  | EitherText
  | TrailingComment

/** A place where a line may end. */
export interface Line {
  readonly kind: 'line'
  /** What stands there where it does not end. */
  readonly flat: string
}

/** A place where a line ends. */
export interface NewLine {
  readonly kind: 'newline'
  /** With an empty line after it. */
  readonly blank: boolean
}

/** One step further in, where the lines of the group around it end. */
export interface Indent {
  readonly kind: 'indent'
  readonly of: Document
}

/** All its lines end, or none does. A group inside may be broken where this one is not: it then begins and ends on lines of this one. */
export interface Group {
  readonly kind: 'group'
  readonly of: Document
  /** It is broken even where it would fit. */
  readonly broken: boolean
  /** It is broken where something inside it is. */
  readonly whole?: boolean
}

/** As many items on a line as fit. `separators[i]` stands between the items i and i + 1. */
export interface Fill {
  readonly kind: 'fill'
  readonly items: readonly Document[]
  readonly separators: readonly Document[]
  /** Parts of one line: it goes on one step further in, and a part in which a line ends begins a line. */
  readonly whole: boolean
}

/** Depends on whether the group around it is broken. */
export interface EitherText {
  readonly kind: 'either'
  readonly flat: string
  readonly broken: string
}

/** A comment at the end of its line, whatever else comes on the line; it takes no part in what fits. */
export interface TrailingComment {
  readonly kind: 'comment'
  readonly text: string
}

export const line: Line = { kind: 'line', flat: ' ' }
/** A group that stands on one line or not at all. */
export const wholeGroup = (of: Document): Group => ({ kind: 'group', of, broken: false, whole: true })
export const softLine: Line = { kind: 'line', flat: '' }
/** A comma on one line, a new line otherwise. */
export const commaOrLine: Line = { kind: 'line', flat: ', ' }
export const newLine: NewLine = { kind: 'newline', blank: false }
export const newLineAfter = (blank: boolean): NewLine => ({ kind: 'newline', blank })
export const indent = (of: Document): Indent => ({ kind: 'indent', of })
export const group = (of: Document, broken = false): Group => ({ kind: 'group', of, broken })
export const fill = (items: readonly Document[], separators: readonly Document[]): Fill => ({
  kind: 'fill',
  items,
  separators,
  whole: false,
})
/** The parts of one line that goes on where it is too long. */
export const goingOn = (parts: readonly Document[], separators: readonly Document[]): Fill => ({
  kind: 'fill',
  items: parts.map((part, index) => (index === 0 ? part : indent(part))),
  separators,
  whole: true,
})
export const either = (flat: string, broken: string): EitherText => ({ kind: 'either', flat, broken })
export const trailingComment = (text: string): TrailingComment => ({ kind: 'comment', text })

/** Documents with one between each two. */
export const joined = (documents: readonly Document[], separator: Document): Document =>
  documents.flatMap((each, index) => (index === 0 ? [each] : [separator, each]))
