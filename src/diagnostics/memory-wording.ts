/** What a training takes and what there is. Bytes. */
export interface MemoryNeed {
  readonly model: string
  readonly bytes: number
  readonly memory: number
  /** The largest first. */
  readonly tables: readonly {
    readonly name: string
    readonly rows: number
    readonly dim: number
    readonly bytes: number
  }[]
}

const shown = 3

export const tooMuchMemory = ({ model, bytes, memory, tables }: MemoryNeed): string =>
  `training model '${model}' takes at least ${sizeText(bytes)}, but there are ${sizeText(memory)} of memory; the largest tables: ` +
  tables
    .slice(0, shown)
    .map((table) => `${table.name} (${table.rows} x ${table.dim}: ${sizeText(table.bytes)})`)
    .join(', ')

/** `2.7 GB`: in powers of ten, as disks and the docs count. */
function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${bytes} bytes`
}
