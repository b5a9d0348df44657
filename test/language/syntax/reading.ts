import type { Block, Declaration, Expression, SourceFile, Statement } from '../../../src/language/syntax/ast.ts'
import { parse } from '../../../src/language/syntax/parse.ts'

/** The tree of a text that has to be right. */
export function read(text: string): SourceFile {
  const { file, diagnostics } = parse('test.ctr', text)
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  return file
}

export function readDeclaration<Kind extends Declaration['kind']>(
  kind: Kind,
  text: string,
): Extract<Declaration, { kind: Kind }> {
  const found = read(text).items.find((item): item is Extract<Declaration, { kind: Kind }> => item.kind === kind)
  if (found === undefined) throw new Error(`no ${kind} in ${text}`)
  return found
}

export const readBlock = (lines: string): Block => readDeclaration('tower', `tower a of b {\n${lines}\n}`).body

export function readStatement(line: string): Statement {
  const [statement] = readBlock(line).statements
  if (statement === undefined) throw new Error(`no statement in ${line}`)
  return statement
}

export function readExpression(text: string): Expression {
  const statement = readStatement(`let x = ${text}`)
  if (statement.kind !== 'let') throw new Error(`no let: ${text}`)
  return statement.value
}

/** What is wrong with a text: `line:character code message`, one-based, in order. */
export function mistakes(text: string): string[] {
  return parse('test.ctr', text).diagnostics.map(({ code, message, span }) => {
    const before = text.slice(0, span?.start ?? 0).split(/\r\n|\r|\n/)
    return `${before.length}:${(before[before.length - 1] ?? '').length + 1} ${code} ${message}`
  })
}

export const codes = (text: string): string[] => parse('test.ctr', text).diagnostics.map(({ code }) => code)

/** A tree without its places, to compare what two texts mean. */
export const shapeOf = (tree: unknown): unknown =>
  JSON.parse(
    JSON.stringify(tree, (key, value) =>
      ['span', 'operatorSpan', 'trunkSpan', 'comments', 'trailing', 'text'].includes(key) ? undefined : value,
    ) ?? 'null',
  )
