import { entry } from '../entry.ts'
import { didYouMean } from '../wording.ts'

/** CTR1001-CTR1499: what the lexer and the parser refuse. */
export const syntaxDiagnostics = {
  CTR1001: entry({
    title: 'unexpected-token',
    severity: 'error',
    message: (at: { found: string; expected: string }) => `found ${at.found}, expected ${at.expected}`,
  }),
  CTR1002: entry({
    title: 'unknown-character',
    severity: 'error',
    message: (at: { text: string }) => `unexpected character ${at.text}: names consist of a-z, A-Z, 0-9 and _`,
  }),
  CTR1003: entry({
    title: 'unclosed-bracket',
    severity: 'error',
    message: (at: { open: string; close: string; found: string }) =>
      `'${at.open}' is not closed: found ${at.found}, expected '${at.close}'`,
  }),
  CTR1004: entry({
    title: 'unmatched-bracket',
    severity: 'error',
    message: (at: { close: string; open: string }) => `'${at.close}' has no matching '${at.open}'`,
  }),
  CTR1005: entry({
    title: 'nested-too-deep',
    severity: 'error',
    message: (at: { limit: number }) => `brackets nest deeper than ${at.limit}: name the inner parts with 'let'`,
  }),
  CTR1006: entry({
    title: 'expression-too-long',
    severity: 'error',
    message: (at: { limit: number }) =>
      `this expression nests more than ${at.limit} operations: name parts of it with 'let'`,
  }),
  CTR1007: entry({
    title: 'unterminated-string',
    severity: 'error',
    message: (at: { quote: string }) => `this string has no closing ${at.quote} on its line`,
  }),
  CTR1008: entry({
    title: 'malformed-number',
    severity: 'error',
    message: (at: { raw: string; reason: string }) => `'${at.raw}' is not a number: ${at.reason}`,
  }),
  CTR1009: entry({
    title: 'unknown-escape',
    severity: 'error',
    message: (at: { escape: string }) =>
      `unknown escape '${at.escape}': a string supports \\", \\\\, \\n, \\r, \\t and \\u{...}`,
  }),
  CTR1010: entry({
    title: 'not-supported-yet',
    severity: 'error',
    message: (at: { form: string; instead: string | undefined }) =>
      `not supported yet: ${at.form}${at.instead === undefined ? '' : `; until then, ${at.instead}`}`,
  }),
  CTR1011: entry({
    title: 'value-not-used',
    severity: 'error',
    message: (at: { place: string }) => `this value is not used: ${at.place}; name it with 'let', or 'return' it`,
  }),
  CTR1012: entry({
    title: 'value-missing',
    severity: 'error',
    message: (at: { form: string; need: string }) => `this '${at.form}' is used as a value, so ${at.need}`,
  }),
  CTR1013: entry({
    title: 'not-assignable',
    severity: 'error',
    message: (at: { target: string }) => `only a 'var' can be assigned to, not ${at.target}`,
  }),
  CTR1014: entry({
    title: 'chained-comparison',
    severity: 'error',
    message: (at: { first: string; second: string }) =>
      `'${at.first}' and '${at.second}' do not chain: write 'a ${at.first} b and b ${at.second} c'`,
  }),
  CTR1015: entry({
    title: 'repeated-clause',
    severity: 'error',
    message: (at: { clause: string }) => `'${at.clause}' is given twice`,
  }),
  CTR1016: entry({
    title: 'unknown-type',
    severity: 'error',
    /** `instead`: how what was probably meant is written. */
    message: (at: { name: string; known: string; near: string | undefined; instead?: string | undefined }) =>
      `unknown type '${at.name}'${didYouMean(at.near)} (expected ${at.known})${at.instead === undefined ? '' : `; ${at.instead}`}`,
  }),
  CTR1017: entry({
    title: 'line-starts-with-operator',
    severity: 'error',
    message: (at: { operator: string }) =>
      `a line cannot begin with '${at.operator}': put '${at.operator}' at the end of the line before`,
  }),
  CTR1018: entry({
    title: 'too-many-errors',
    severity: 'error',
    message: (at: { limit: number }) => `more than ${at.limit} errors in this file: the rest of it was not parsed`,
  }),
  CTR1019: entry({
    title: 'file-too-large',
    severity: 'error',
    message: (at: { characters: number; limit: number }) =>
      `this file has ${at.characters} characters, the limit is ${at.limit}`,
  }),
  CTR1020: entry({
    title: 'foreign-symbol',
    severity: 'error',
    message: (at: { found: string; instead: string }) => `found ${at.found}: ${at.instead}`,
  }),
  CTR1021: entry({
    title: 'reserved-word',
    severity: 'error',
    message: (at: { word: string; thing: string }) =>
      `'${at.word}' is a reserved word, so ${at.thing} cannot have this name`,
  }),
}
