/** A file that is read in parts. */
export interface OpenFile {
  /** Bytes, when it was opened. */
  readonly size: number
  /** Fills `into` with the bytes from `position` on. Errors: HostError where the file ends before. */
  read(position: number, into: Uint8Array): void
  close(): void
}

/** Bytes of one part: what stays in memory of a file that is read from its start to its end. */
const partBytes = 2 ** 22

/** All bytes of a file from the start, in parts. A part is valid until the next is requested. */
export const partsOf = (file: OpenFile): Generator<Uint8Array> => partsFrom(file, 0)

/** The bytes of a file from a position to its end, in parts. A part is valid until the next is requested. */
export function* partsFrom(file: OpenFile, start: number): Generator<Uint8Array> {
  const part = new Uint8Array(Math.min(partBytes, file.size - start))
  for (let position = start; position < file.size; position += part.length) {
    const taken = part.subarray(0, Math.min(part.length, file.size - position))
    file.read(position, taken)
    yield taken
  }
}
