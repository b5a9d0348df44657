import type { CstElement, CstNode, IToken } from 'chevrotain'

const isToken = (element: CstElement): element is IToken => 'image' in element
const isNode = (element: CstElement): element is CstNode => 'children' in element

/** The sub-nodes of one name, in source order. After recovery any of them may be missing. */
export const nodes = (cst: CstNode, name: string): CstNode[] => (cst.children[name] ?? []).filter(isNode)

export function node(cst: CstNode, name: string): CstNode | undefined {
  const first = cst.children[name]?.[0]
  return first !== undefined && isNode(first) ? first : undefined
}

/** The tokens of one name, in source order. */
export const tokens = (cst: CstNode, name: string): IToken[] => (cst.children[name] ?? []).filter(isToken)

export function token(cst: CstNode, name: string): IToken | undefined {
  const first = cst.children[name]?.[0]
  return first !== undefined && isToken(first) ? first : undefined
}

export const has = (cst: CstNode, name: string): boolean => cst.children[name] !== undefined
