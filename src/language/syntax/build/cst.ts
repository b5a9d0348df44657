import type { CstElement, CstNode, IToken } from 'chevrotain'

const isToken = (element: CstElement): element is IToken => 'image' in element
const isNode = (element: CstElement): element is CstNode => 'children' in element

/** The sub-nodes of one name, in source order. After recovery any of them may be missing. */
export const nodes = (cst: CstNode, name: string): CstNode[] => (cst.children[name] ?? []).filter(isNode)

export const node = (cst: CstNode, name: string): CstNode | undefined => nodes(cst, name)[0]

/** The tokens of one name, in source order. */
export const tokens = (cst: CstNode, name: string): IToken[] => (cst.children[name] ?? []).filter(isToken)

export const token = (cst: CstNode, name: string): IToken | undefined => tokens(cst, name)[0]

export const has = (cst: CstNode, name: string): boolean => (cst.children[name] ?? []).length > 0
