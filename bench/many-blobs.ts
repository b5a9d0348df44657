/**
 * 8,000 weights of 4 KiB written as an export writes them: blobs by content, hard links beside the model, all of it put in place at
 * once. The control is what no writer can do without: the same files created and synced by the system, in the same process.
 *
 *   npx esbuild bench/many-blobs.ts --bundle --platform=node --format=esm --packages=external --outfile=dist/many-blobs.mjs
 *   node dist/many-blobs.mjs [COUNT]
 */
import * as files from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diskHost } from '../src/host/disk.ts'
import { sha256Of } from '../src/host/sha256.ts'
import { writeModel } from '../src/serve/model-files.ts'

const count = Number(process.argv[2] ?? 8000)
const folder = files.mkdtempSync(join(tmpdir(), 'ctrc-blobs-'))
const seconds = (since: number): number => (performance.now() - since) / 1000

try {
  const blobs = Array.from({ length: count }, (_, i) => {
    const data = new Float32Array(1024).fill(i)
    return { sha256: sha256Of(new Uint8Array(data.buffer)), data }
  })

  const control = performance.now()
  files.mkdirSync(join(folder, 'control'))
  for (const { sha256, data } of blobs) {
    const file = files.openSync(join(folder, 'control', sha256), 'w')
    files.writeSync(file, data)
    files.fsyncSync(file)
    files.closeSync(file)
  }
  const controlled = seconds(control)

  const began = performance.now()
  const host = diskHost()
  await host.writeFolderAtomic(join(folder, 'out'), async (temporary) => {
    const places = {
      blobs: join(temporary, 'blobs'),
      alsoIn: join(temporary, 'verify'),
      place: join(temporary, 'model'),
    }
    writeModel(
      host,
      { ...places, name: 'model.onnx' },
      { bytes: new Uint8Array(1), blobs, inputs: [], outputs: [], opset: 18 },
    )
  })
  const took = seconds(began)
  console.log(
    `${count} blobs: ${took.toFixed(1)} s; the control ${controlled.toFixed(1)} s; ${(took / controlled).toFixed(2)} times it`,
  )
} finally {
  files.rmSync(folder, { recursive: true, force: true })
}
