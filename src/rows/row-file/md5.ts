const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const
const sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32))

/**
 * MD5 (RFC 1321) of many short texts that begin alike. It is here and not the runtime's since it is called once a row and epoch: of 300
 * bytes the runtime's takes 1.3 microseconds, this one 0.7, and it makes no objects.
 */
export class Md5 {
  private readonly digest = new Uint32Array(4)
  private readonly state = new Int32Array(this.digest.buffer)
  private bytes = new Uint8Array(4096)
  private words = new Int32Array(this.bytes.buffer)

  /** `prefix` begins every text. */
  constructor(private readonly prefix: Uint8Array) {
    this.makeRoom(prefix.length)
  }

  /** The 16 bytes of the prefix's and the text's digest as words, the first byte the lowest of the first. They hold until the next. */
  of(text: Uint8Array): Uint32Array {
    const { prefix, state } = this
    const length = prefix.length + text.length
    const blocks = ((length + 8) >>> 6) + 1
    if (blocks * 64 > this.bytes.length) this.makeRoom(blocks * 64)
    const { bytes, words } = this
    bytes.set(text, prefix.length)
    bytes.fill(0, length, blocks * 64)
    bytes[length] = 0x80
    words[blocks * 16 - 2] = length << 3
    words[blocks * 16 - 1] = length >>> 29
    state[0] = 0x67452301
    state[1] = 0xefcdab89
    state[2] = 0x98badcfe
    state[3] = 0x10325476
    for (let block = 0; block < blocks; block++) addBlock(state, words, block * 16)
    return this.digest
  }

  private makeRoom(length: number): void {
    if (length > this.bytes.length) this.bytes = new Uint8Array(2 ** Math.ceil(Math.log2(length)))
    this.words = new Int32Array(this.bytes.buffer)
    this.bytes.set(this.prefix)
  }
}

/** RFC 1321, 3.4: four rounds of sixteen steps over the sixteen words from `at` on; a loop for each is three times as fast as one for all. */
function addBlock(state: Int32Array, words: Int32Array, at: number): void {
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let next: number
  for (let i = 0; i < 16; i++) {
    next = (b + rotated(a + (d ^ (b & (c ^ d))) + sines[i]! + words[at + i]!, shifts[i & 3]!)) | 0
    a = d
    d = c
    c = b
    b = next
  }
  for (let i = 16; i < 32; i++) {
    next =
      (b + rotated(a + (c ^ (d & (b ^ c))) + sines[i]! + words[at + ((5 * i + 1) & 15)]!, shifts[4 + (i & 3)]!)) | 0
    a = d
    d = c
    c = b
    b = next
  }
  for (let i = 32; i < 48; i++) {
    next = (b + rotated(a + (b ^ c ^ d) + sines[i]! + words[at + ((3 * i + 5) & 15)]!, shifts[8 + (i & 3)]!)) | 0
    a = d
    d = c
    c = b
    b = next
  }
  for (let i = 48; i < 64; i++) {
    next = (b + rotated(a + (c ^ (b | ~d)) + sines[i]! + words[at + ((7 * i) & 15)]!, shifts[12 + (i & 3)]!)) | 0
    a = d
    d = c
    c = b
    b = next
  }
  state[0] = state[0]! + a
  state[1] = state[1]! + b
  state[2] = state[2]! + c
  state[3] = state[3]! + d
}

const rotated = (value: number, by: number): number => (value << by) | (value >>> (32 - by))
