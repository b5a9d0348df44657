import { HostError } from './host.ts'
import type { ScratchFile } from './scratch-file.ts'

/** A scratch file that is an array; `path` is what its errors call it. */
export function memoryScratch(path: string): ScratchFile {
  let bytes = new Uint8Array(0)
  let size = 0
  return {
    append(more) {
      if (size + more.length > bytes.length) {
        const larger = new Uint8Array(Math.max(size + more.length, 2 * bytes.length))
        larger.set(bytes)
        bytes = larger
      }
      bytes.set(more, size)
      size += more.length
    },
    read(position, into) {
      if (position + into.length > size) throw new HostError('other', path, `it ended at byte ${size}`)
      into.set(bytes.subarray(position, position + into.length))
    },
    close() {
      bytes = new Uint8Array(0)
      size = 0
    },
  }
}
