import { hasErrors } from '../src/diagnostics/report.ts'
import { memoryHost } from '../src/host/memory.ts'
import { checkEntry } from '../src/language/check/check-entry.ts'

export interface Width {
  readonly ids: number
  readonly tables: number
  readonly numbers: number
  /** Rows of each table. */
  readonly height: number
}

const dim = 8

/** The text of a model of one surface: every feature side by side, and a linear layer. */
export function wideModel({ ids, tables, numbers, height }: Width): string {
  const features = [
    ...Array.from({ length: ids }, (_, i) => `  s${i} : id in t${i % tables}`),
    ...Array.from({ length: numbers }, (_, i) => `  n${i} : float default 0`),
  ]
  const parts = [
    ...Array.from({ length: ids }, (_, i) => `embed(s${i})`),
    ...Array.from({ length: numbers }, (_, i) => `n${i}`),
  ]
  return model(features, { tables, height }, `concat(${parts.join(', ')})`)
}

/** The control: the same numbers of rows looked up and multiplied, in one list of ids. */
export const oneFeature = ({ ids, height }: Width): string =>
  model([`  s : list<id, ${ids}> in t0`], { tables: 1, height }, `reshape(values(embed(s)), [${ids * dim}])`)

const model = (
  features: readonly string[],
  { tables, height }: Pick<Width, 'tables' | 'height'>,
  x: string,
): string => `surface web
level impression
features of impression {
${features.join('\n')}
}
${Array.from({ length: tables }, (_, i) => `table t${i} { rows: hash(${height}), dim: ${dim} }`).join('\n')}
module linear<N>(x: [N]) -> [] {
  param w : [N, 1]
  return reshape(x @ w, [])
}
dataset log { query: "select 1", surface: web, labels: { click: click }, splits: { train: i < 800, test: i >= 800 } }
model m on web { trunk { export let x = ${x} } }
tower web of m { predict click = linear(x) }
train m { dataset: log, batch: 256, epochs: 1 }
`

/** The text's program, without errors, and its model. */
export function checked(source: string) {
  const { program, diagnostics } = checkEntry(memoryHost({ '/main.ctr': source }), '/main.ctr')
  const found = program?.models.get('m')
  const train = found?.train
  if (!program || !found || !train || hasErrors(diagnostics))
    throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'))
  return { program, found, train }
}
