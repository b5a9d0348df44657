/** What a file is to hold: text, bytes, or bytes in pieces that are taken one after the other, so that none need lie in memory twice. */
export type Content = string | Uint8Array | Iterable<Uint8Array>

/** Bytes of one piece. Node refuses to read, write or digest 2 GiB and more at once. */
const pieceBytes = 2 ** 26

/** The bytes of an array where they lie, in pieces: a table may be larger than any one array of bytes. */
export function* piecesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Generator<Uint8Array> {
  for (let start = 0; start < byteLength; start += pieceBytes)
    yield new Uint8Array(buffer, byteOffset + start, Math.min(pieceBytes, byteLength - start))
}

/** A content as bytes, each piece of a size that the system takes at once. */
export function* bytesOf(content: Content): Generator<Uint8Array> {
  if (typeof content === 'string') yield Buffer.from(content, 'utf8')
  else if (content instanceof Uint8Array) yield* piecesOf(content)
  else for (const piece of content) yield* piecesOf(piece)
}
