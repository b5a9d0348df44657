import { type Port, portName } from '../../graph/ports.ts'
import { levelRows, noRows, showRows, type ValueType } from '../../graph/types.ts'
import { hasRows } from './alignment.ts'

/** What the optimizer updates: parameters, and the rows of tables that the batch touches. */
export const isTrained = (port: Port): boolean => port.kind === 'parameter' || port.kind === 'table'

/** A named value that the module finds in its batch. */
export interface ModulePort {
  readonly name: string
  readonly port: Port
  readonly type: ValueType
  /** The losses alone read it, not the logits: labels, weights, rows of their join. */
  readonly lossOnly: boolean
}

/** Offsets are read as numbers (they are slice bounds): a plain array, where everything else is a tensor. */
export const isPlain = ({ port }: ModulePort): boolean => port.kind === 'offsets'

/** The tensor's sizes; `null` is the row axis, free by batch. */
export const sizesOf = ({ type }: ModulePort): readonly (number | null)[] =>
  hasRows(type) ? [null, ...type.shape] : type.shape

/** `at user on home_feed+search`, or nothing. */
export const rowsOf = ({ type }: ModulePort): string => showRows(type.rows).trim()

/** Ports of the row machinery have no `input` op: their types follow from what they are. */
export function rowPortType(port: Port): ValueType {
  switch (port.kind) {
    case 'index':
      return { dtype: 'int32', shape: [], rows: levelRows(port.to, port.surfaces) }
    case 'offsets':
      return { dtype: 'int32', shape: [port.surfaces.size + 1], rows: noRows }
    default:
      throw new Error(`${portName(port)} is no port of the row machinery`)
  }
}
