/** A diagnostic that a spec file marks as expected: `//~ CTR2001 a part of its message`. */
export interface Mark {
  readonly file: string
  /** One-based. */
  readonly line: number
  readonly code: string
  /** A part of the message; empty where any will do. */
  readonly says: string
}

const mark = /\/\/~(\^*)\s*(CTR\d{4})?[ \t]*([^\n\r]*)/

/** The marks of a file. `//~^` stands for the line above, `//~^^` for the second above. Errors: a mark without a code. */
export function marksOf(file: string, text: string): readonly Mark[] {
  return text.split(/\r?\n/).flatMap((line, at) =>
    line
      .split(/(?=\/\/~)/)
      .slice(line.startsWith('//~') ? 0 : 1)
      .map((each) => {
        const [, up = '', code, says = ''] = mark.exec(each) ?? []
        if (code === undefined) throw new Error(`${file}:${at + 1}: a mark names a code: ${each}`)
        return { file, line: at + 1 - up.length, code, says: says.trim() }
      }),
  )
}
