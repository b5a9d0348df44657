import { portName } from '../../../graph/ports.ts'
import { member } from '../javascript.ts'
import type { Lowering } from '../lowering.ts'
import { isTrained } from '../module-ports.ts'

/** Parameters and the batch's table rows come with the parameters, everything else with the batch. */
export const input: Lowering<'input'> = ({ attributes: { port } }, context) =>
  isTrained(port) ? member('params', portName(port)) : context.port(port)
