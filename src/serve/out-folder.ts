import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import type { Host } from '../host/host.ts'

/** What an export or a build puts into its folder (docs/architecture.md, Rows, runs, exports). */
const ours: ReadonlySet<string> = new Set(['blobs', 'serving', 'training'])

/** An export replaces its folder as a whole, so it takes an empty one or an earlier export's. Errors: CTR7012. */
export function refuseForeignFolder(host: Host, out: string): void {
  if (!host.exists(out)) return
  if (!host.isDirectory(out)) throw new DiagnosticError([diagnostic('CTR7012', undefined, { out, holds: 'is a file' })])
  const found = host.list(out).filter((name) => !ours.has(name))
  if (found.length === 0) return
  const names = `${found.slice(0, 3).join(', ')}${found.length > 3 ? ', ...' : ''}`
  throw new DiagnosticError([diagnostic('CTR7012', undefined, { out, holds: `holds other files (${names})` })])
}
