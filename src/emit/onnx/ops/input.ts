import { isListPort, lengthOfList } from '../../../graph/ports.ts'
import { paddedList } from '../lists.ts'
import type { Lowering } from '../lowering.ts'

export const input: Lowering<'input'> = (op, _, node, { ports, rows }) => {
  const { port } = op.attributes
  const { shape, rows: at } = op.type
  if (at.kind !== 'level') {
    const leading = at.kind === 'table' ? [`rows/table/${at.table}`] : []
    return ports.value(port, op.type, [...leading, ...shape])
  }
  const dimension = rows.inputDimension(at)
  if (port.kind === 'feature' && isListPort(port, op.type)) {
    const raw = ports.value(port, op.type, [dimension, `${port.record ?? port.feature}/steps`])
    const length = ports.value(lengthOfList(port), { ...op.type, dtype: 'int64', shape: [] }, [dimension])
    return paddedList(rows.arrive(raw, at, op.type.dtype, node), rows.arrive(length, at, 'int64', node), op.type, node)
  }
  return rows.arrive(ports.value(port, op.type, [dimension, ...shape]), at, op.type.dtype, node)
}
