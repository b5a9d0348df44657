import type { Span } from '../../diagnostics/diagnostic.ts'
import type { Report } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import { replaceWith } from './extras.ts'
import { nearAmong } from './known.ts'
import { fileNameOf, folderOf, joinPath, plainPath } from './paths.ts'
import type { Readable } from './readable.ts'
import { readText } from './sources.ts'

/** A vocabulary of ten million words has no more. */
const mostNamedBytes = 2 ** 28

/** A path as it is written in quotes. */
interface Written {
  readonly value: string
  readonly span: Span
}

/** The files that declarations name: queries, vocabularies. They belong to the program as its `.ctr` files do. */
export class NamedFiles {
  /** Of those that were read, by path. */
  readonly texts = new Map<string, string>()

  constructor(
    private readonly report: Report,
    private readonly host: Host,
    private readonly readable: Readable,
  ) {}

  /**
   * A file's text; its path is relative to the file that names it. Errors: CTR1503 no such file, CTR1504 unreadable, CTR1569 outside the project.
   */
  read(written: Written): { readonly path: string; readonly text: string } | undefined {
    const path = joinPath(folderOf(written.span.file), plainPath(written.value))
    const { root, why } = this.readable
    if (!this.readable.holds(path)) {
      this.report('CTR1569', written.span, { path, root, why })
      return undefined
    }
    const found = readText(this.host, path, mostNamedBytes)
    if (found.kind === 'text') {
      this.texts.set(path, found.text)
      return { path, text: found.text }
    }
    if (found.kind === 'unreadable') this.report('CTR1504', written.span, { path, why: found.why })
    else reportNoFile(this.report, this.host, path, written)
    return undefined
  }
}

/** CTR1503, with the nearest name of that folder and, where the path is written in a file, its replacement. */
export function reportNoFile(report: Report, host: Host, path: string, written: Written | undefined): void {
  const folder = folderOf(path)
  const near = host.isDirectory(folder) ? nearAmong(report, fileNameOf(path), host.list(folder)) : undefined
  if (written === undefined) {
    report('CTR1503', undefined, { path, near })
    return
  }
  const { value, span } = written
  const replacement = near === undefined ? undefined : `"${value.slice(0, value.lastIndexOf('/') + 1)}${near}"`
  report('CTR1503', span, { path, near }, { fixes: replaceWith(span, replacement) })
}
