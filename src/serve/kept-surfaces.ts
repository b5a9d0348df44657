import { join } from 'node:path'
import { blobFile } from '../emit/onnx/weights.ts'
import type { Host } from '../host/host.ts'
import { verifyFiles } from './export-digests.ts'

const blobName = /^([0-9a-f]{64})\.bin$/

/**
 * `--surface` exports one surface into an export that has others: those stay as they are, with their weights and a build's
 * training module. Their files are linked into the new folder, which takes the old one's place whole. `digests`: verify them, so that no export
 * passes damage on. Errors: CTR7010.
 */
export function keepOtherSurfaces(
  host: Host,
  out: string,
  folder: string,
  exported: readonly string[],
  digests: boolean,
): void {
  const serving = join(out, 'serving')
  const others = namesIn(host, serving).filter((surface) => !exported.includes(surface))
  for (const surface of others) {
    if (digests) verifyFiles(host, join(serving, surface))
    linkTree(host, join(serving, surface), join(folder, 'serving', surface))
    for (const name of namesIn(host, join(serving, surface, '1'))) {
      const [, sha256] = blobName.exec(name) ?? []
      if (sha256 === undefined) continue
      const blob = join(folder, 'blobs', blobFile(sha256))
      if (!host.exists(blob)) host.link(join(serving, surface, '1', name), blob)
    }
  }
  const training = join(folder, 'training')
  if (!host.exists(training)) linkTree(host, join(out, 'training'), training)
}

const namesIn = (host: Host, folder: string): readonly string[] => (host.isDirectory(folder) ? host.list(folder) : [])

function linkTree(host: Host, from: string, to: string): void {
  for (const name of namesIn(host, from)) {
    const [source, target] = [join(from, name), join(to, name)]
    if (host.isDirectory(source)) linkTree(host, source, target)
    else host.link(source, target)
  }
}
