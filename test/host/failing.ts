import { type Host, HostError, type HostFailure } from '../../src/host/host.ts'

/** The operations that change something; each counts as one write. */
const writes = ['writeAtomic', 'append', 'createExclusive', 'makeDirectory', 'link', 'rename'] as const

/**
 * A host on which the `at`-th write (from 1) and all later ones fail: a disk that runs full, or is read-only from the start.
 * Removing still works, as it does on a full disk.
 */
export function failingHost(inner: Host, failure: HostFailure, at = 1): Host & { readonly writes: () => number } {
  let count = 0
  const write = (path: string): void => {
    count++
    if (count >= at) throw new HostError(failure, path, `${failure} (write ${count})`)
  }
  const failing: Host & { writes: () => number } = {
    ...inner,
    writes: () => count,
    writeFolderAtomic: (path, fill) =>
      inner.writeFolderAtomic(path, async (temporary) => {
        await fill(temporary)
        write(path)
      }),
  }
  failing.writeFileAtomic = (path, fill) =>
    inner.writeFileAtomic(path, async (temporary) => {
      await fill(temporary)
      write(path)
    })
  for (const name of writes) {
    const real = inner[name] as (path: string, ...rest: unknown[]) => unknown
    Object.assign(failing, {
      [name]: (path: string, ...rest: unknown[]) => {
        write(path)
        return real(path, ...rest)
      },
    })
  }
  return failing
}
