import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { sealedJson } from '../../src/host/seal.ts'
import type { Draw } from './draw.ts'
import { editedJson } from './json-edits.ts'

/** Damages one file, in a way that the draw chooses; gives what was done. `others`: files that may be copied over it. */
export function damage(path: string, others: readonly string[], draw: Draw): string {
  const bytes = readFileSync(path)
  const isJson = path.endsWith('.json')
  const isTensors = path.endsWith('.safetensors')
  const kind = draw.of([
    ...(['flip', 'flip', 'byte', 'cut', 'longer', 'none', 'folder', 'other', 'zeros'] as const),
    ...(isJson ? (['edit', 'edit', 'edit', 'sealed edit', 'sealed edit', 'sealed edit'] as const) : []),
    ...(isTensors ? (['header', 'header', 'header', 'header length'] as const) : []),
  ])
  switch (kind) {
    case 'flip':
      return overwritten(path, bytes, draw, (byte) => byte ^ (1 << draw.below(8)), 'bit flipped')
    case 'byte':
      return overwritten(path, bytes, draw, () => draw.below(256), 'byte written')
    case 'cut': {
      const length = draw.below(bytes.length)
      writeFileSync(path, bytes.subarray(0, length))
      return `cut to ${length} of ${bytes.length} bytes`
    }
    case 'longer':
      writeFileSync(path, Buffer.concat([bytes, bytes.subarray(0, 1 + draw.below(bytes.length))]))
      return 'more bytes behind'
    case 'none':
      rmSync(path)
      return 'removed'
    case 'folder':
      rmSync(path)
      mkdirSync(path)
      return 'a folder in its place'
    case 'zeros':
      writeFileSync(path, Buffer.alloc(bytes.length))
      return 'all zeros'
    case 'other': {
      const other = draw.of(others)
      copyFileSync(other, path)
      return `replaced by ${other}`
    }
    case 'edit':
      return edited(path, bytes, draw, (value) => `${JSON.stringify(value, null, 2)}\n`)
    case 'sealed edit':
      return `${edited(path, bytes, draw, sealedText)}, its own digest renewed`
    case 'header':
      return headerEdited(path, bytes, draw)
    case 'header length': {
      const length = draw.of([0n, 1n, BigInt(bytes.length), 10n * 2n ** 30n, 2n ** 63n, 2n ** 64n - 1n])
      bytes.writeBigUInt64LE(length, 0)
      writeFileSync(path, bytes)
      return `header of ${length} bytes`
    }
  }
}

function overwritten(path: string, bytes: Buffer, draw: Draw, to: (byte: number) => number, done: string): string {
  const at = draw.below(bytes.length)
  bytes[at] = to(bytes[at]!)
  writeFileSync(path, bytes)
  return `${done} at ${at}`
}

function edited(path: string, bytes: Buffer, draw: Draw, text: (value: unknown) => string): string {
  const { value, done } = editedJson(JSON.parse(bytes.toString()), draw)
  writeFileSync(path, text(value))
  return done
}

/** As someone who knows the format would write it: what stands behind the file's own digest is tried. */
function sealedText(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('digest' in value))
    return `${JSON.stringify(value, null, 2)}\n`
  const { digest: _, ...rest } = value
  return sealedJson(rest)
}

/** The JSON header of a safetensors file, with its length put right. */
function headerEdited(path: string, bytes: Buffer, draw: Draw): string {
  const length = Number(bytes.readBigUInt64LE(0))
  const { value, done } = editedJson(JSON.parse(bytes.toString('utf8', 8, 8 + length)), draw)
  const header = Buffer.from(JSON.stringify(value))
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(BigInt(header.length))
  writeFileSync(path, Buffer.concat([size, header, bytes.subarray(8 + length)]))
  return `header: ${done}`
}
