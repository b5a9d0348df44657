import { availableParallelism, totalmem } from 'node:os'
import { diagnostic } from '../../../diagnostics/report.ts'
import { version } from '../version.ts'
import type { Finding } from './finding.ts'
import { examineTfjs } from './tfjs.ts'

/** Looks at this machine. Loads every engine. */
export async function examine(): Promise<readonly Finding[]> {
  return [
    { name: 'ctrc', ok: true, detail: version },
    node(),
    { name: 'cores', ok: true, detail: `${availableParallelism()}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory` },
    await loaded('ONNX Runtime', 'trains and scores (native engine)', async () => {
      const { env } = await import('onnxruntime-node')
      return `${env.versions.node ?? 'of unknown version'} on the processor`
    }),
    await loaded('DuckDB', 'reads rows', async () => (await import('@duckdb/node-api')).version()),
    await examineTfjs(),
  ]
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > 20 || (major === 20 && minor >= 19)
  const detail = `${process.versions.node} on ${process.platform} ${process.arch}`
  return { name: 'Node', ok, detail: ok ? detail : `${detail}, but ctrc needs 20.19 or newer` }
}

async function loaded(name: string, does: string, load: () => Promise<string>): Promise<Finding> {
  try {
    return { name, ok: true, detail: `${await load()}: ${does}` }
  } catch (failure) {
    const reason = (failure instanceof Error ? failure.message : String(failure)).split('\n')[0] ?? ''
    return { name, ok: false, detail: reason, diagnostic: diagnostic('CTR9007', undefined, { engine: name, reason }) }
  }
}
