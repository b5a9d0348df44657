import type { Identifier } from '../syntax/ast.ts'
import { type Document, group, indent, joined, line } from './document.ts'

/** `a, b`: a line may end after each comma. */
export const names = (identifiers: readonly Identifier[]): Document =>
  commaSeparated(identifiers.map(({ name }) => name))

export const commaSeparated = (documents: readonly Document[]): Document =>
  documents.length === 1 ? documents : group(indent(joined(documents, [',', line])))
