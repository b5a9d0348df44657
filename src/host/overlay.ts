import type { Host } from './host.ts'

/** A host some of whose files have another text than on the disk, by path: what an editor holds, or what a fix would write. */
export const overlaid = (host: Host, texts: ReadonlyMap<string, string>): Host => {
  const textAt = (path: string): string | undefined => texts.get(path) ?? texts.get(host.resolve(path))
  return {
    ...host,
    readText: (path, atMost) => textAt(path) ?? host.readText(path, atMost),
    readBytes(path) {
      const text = textAt(path)
      return text === undefined ? host.readBytes(path) : new TextEncoder().encode(text)
    },
    exists: (path) => textAt(path) !== undefined || host.exists(path),
  }
}
