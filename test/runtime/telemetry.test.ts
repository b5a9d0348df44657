import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, it, onTestFinished } from 'vitest'
import { encodeModel } from '../../src/emit/onnx/proto.ts'
import { projectRoot } from '../architecture/source-files.ts'

const identity = encodeModel({
  name: 'identity',
  irVersion: 8,
  opsets: [{ domain: '', version: 18 }],
  producer: { name: 'test', version: '0' },
  doc: '',
  metadata: [],
  inputs: [{ name: 'x', type: 'float32', shape: ['n'], doc: '' }],
  outputs: [{ name: 'y', type: 'float32', shape: ['n'], doc: '' }],
  initializers: [],
  nodes: [{ name: 'same', opType: 'Identity', domain: '', inputs: ['x'], outputs: ['y'], attributes: {}, doc: '' }],
})

/** What a process of its own does: telemetry is of a process, and decided when its first session opens. */
const opensAModel = `
  import { openNative } from './src/runtime/native.ts'
  const session = await openNative(Buffer.from('${Buffer.from(identity).toString('base64')}', 'base64'), { threads: 1, optimize: true })
  await session.dispose()
`

it('leaves no file of ONNX Runtime telemetry: no log, no database of reports to send, no number of the machine', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ctrc-telemetry-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { outputFiles } = await build({
    stdin: { contents: opensAModel, resolveDir: projectRoot, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    write: false,
  })
  const places = { HOME: folder, TMPDIR: folder, XDG_CACHE_HOME: folder }
  // Of the variables of this process none goes along: several turn telemetry off.
  execFileSync(process.execPath, ['--input-type=module', '-e', outputFiles[0]!.text], { cwd: projectRoot, env: places })
  expect(readdirSync(folder)).toEqual([])
})
