import { EOF, type IRecognitionException, type IToken, type TokenType, tokenMatcher } from 'chevrotain'
import type { Diagnostic, Fix } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/nearest.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { describeToken } from './describe.ts'
import { spanOfToken } from './location.ts'
import * as t from './tokens.ts'

const declarationWords = [t.Import, t.Surface, t.Level, t.Features, t.Table, t.Module, t.Export, t.Model, t.Branch]
  .concat([t.Tower, t.Dataset, t.Train, t.Serve])
  .map((type) => String(type.PATTERN))

const isLineEnd = (type: TokenType | undefined) => type === t.NewLine || type === t.DeclarationEnd

const beginsLine = (text: string, offset: number) =>
  /(?:^|[\r\n])[ \t]*$/.test(text.slice(Math.max(0, offset - 200), offset))

/** Makes a diagnostic of a parser's error; `error.message` comes from `Expectations`. */
export function reportMistake(file: string, text: string, error: IRecognitionException, diagnostics: Diagnostic[]) {
  const { token } = error
  // A bracket that was put in for an unclosed one, which has its own diagnostic.
  if (token.image === '' && token.tokenType !== EOF) return
  const whole = spanOfToken(file, token, text.length)
  const span = isLineEnd(token.tokenType) ? { ...whole, end: whole.start } : whole
  if (tokenMatcher(token, t.Infix) && beginsLine(text, span.start)) {
    diagnostics.push(diagnostic('CTR1017', span, { operator: token.image }))
    return
  }
  let expected = error.message
  const fixes: Fix[] = []
  if (expected.startsWith('a declaration') && tokenMatcher(token, t.Name)) {
    const near = nearest(token.image, declarationWords)
    if (near !== undefined) {
      expected = `a declaration; did you mean '${near}'?`
      fixes.push({ kind: 'spelling', title: `write '${near}'`, edits: [{ span, text: near }] })
    }
  } else if (expected.startsWith('a comma') && token.tokenType === t.Equals) {
    expected = `${expected}; a comparison is '=='`
    fixes.push({ kind: 'spelling', title: "write '=='", edits: [{ span, text: '==' }] })
  } else if (expected.startsWith('a statement') && token.tokenType === t.Else)
    expected = "a statement ('else zeros' and 'else learned' belong on the line of their value)"
  else if (expected.startsWith('a new line') && startsItem(token)) {
    const place = { ...span, end: span.start }
    fixes.push({ kind: 'spelling', title: 'put it on its own line', edits: [{ span: place, text: '\n' }] })
  }
  diagnostics.push(diagnostic('CTR1001', span, { found: describeToken(token), expected }, { fixes }))
}

const itemWords = new Set([
  t.Let,
  t.Var,
  t.Param,
  t.Predict,
  t.Return,
  t.Require,
  t.Export,
  t.For,
  t.If,
  t.Trunk,
  t.Calibrate,
])

const startsItem = (token: IToken) => itemWords.has(token.tokenType) || declarationWords.includes(token.image)
