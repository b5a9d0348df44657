/**
 * Control characters, marks of writing direction, line separators, halves of pairs: a terminal would obey them, and a line that has them is not what
 * it seems to be. Everything that comes from outside (paths, arguments, strings of a spec, rows) may hold them.
 */
const unseen = /\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

const named = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

const code = (character: string): string => (character.codePointAt(0) ?? 0).toString(16)

/** A text of one line as people see it: what they could not see is escaped as in a string of the language. */
export const shown = (text: string): string =>
  text.replace(unseen, (character) => named.get(character) ?? `\\u{${code(character)}}`)

/** A text of several lines: its line ends stay. */
export const shownLines = (text: string): string => text.split('\n').map(shown).join('\n')

/** The same JSON, with what JSON itself leaves as it is escaped: it may go to a terminal. */
export const shownJson = (json: string): string =>
  json.replace(unseen, (character) => (character === '\n' ? character : `\\u${code(character).padStart(4, '0')}`))
