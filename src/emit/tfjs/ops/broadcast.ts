import { hasRows } from '../alignment.ts'
import { numbers } from '../javascript.ts'
import type { Lowering } from '../lowering.ts'

export const broadcast: Lowering<'broadcast'> = ({ attributes: { shape }, type }, context) => {
  if (!hasRows(type)) return context.call('expand', context.tensor(0), numbers(shape))
  const rows = `${context.tensor(0)}.shape[0]`
  return context.call('expand', context.aligned(0), `[${[rows, ...shape].join(', ')}]`)
}
