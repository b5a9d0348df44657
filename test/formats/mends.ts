import type { Format } from './format.ts'

/** How what a message proposes is put into a query: read off the message, as its reader would. Nothing here knows a format's columns. */
interface Mend {
  readonly message: RegExp
  readonly apply: (query: string, found: RegExpExecArray, format: Format) => string
}

/** An option of the first call of read_csv. */
const withOption = (query: string, option: string): string =>
  query.replace(/read_csv\('[^']*'/, (call) => `${call}, ${option}`)

/** In the order in which they are put into a query: what reads a file, what adds a column, what replaces one. */
const mends: readonly Mend[] = [
  {
    message: /; from read_csv\('.*'\) in the query /s,
    apply: (query) => query.replace(/from '([^']*)'/, "from read_csv('$1')"),
  },
  {
    // The message cannot know what the columns are called.
    message: /; names = \[.*\] in read_csv /s,
    apply: (query, _, { names = [] }) => withOption(query, `names = [${names.map((name) => `'${name}'`).join(', ')}]`),
  },
  {
    message: /; (\w+ = [^;]+) in read_csv /s,
    apply: (query, [, option]) => withOption(query, option!),
  },
  { message: /; (select \*.+) in the query /s, apply: (query, [, sql]) => `${sql} from (${query})` },
  {
    message: /'([^']+)'.*; (.+?) in the query (?:converts|hashes|takes|gives|makes) /s,
    apply: (query, [, column, sql]) => `select * replace (${sql} as "${column}") from (${query})`,
  },
]

/** The query with what the messages propose, each once; the first message that proposes nothing. */
export function mended(
  query: string,
  messages: readonly string[],
  format: Format,
): { query: string; without: string | undefined } {
  const found = [...new Set(messages)].map((message) => ({
    message,
    order: mends.findIndex((each) => each.message.test(message)),
  }))
  const without = found.find(({ order }) => order < 0)?.message
  const result = found
    .filter(({ order }) => order >= 0)
    .sort((a, b) => a.order - b.order)
    .reduce((before, { message, order }) => {
      const { message: pattern, apply } = mends[order]!
      return apply(before, pattern.exec(message)!, format)
    }, query)
  return { query: result, without }
}
