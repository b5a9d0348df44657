import type { ArtifactFolder } from '../../host/artifact-folders.ts'
import { entry } from '../entry.ts'
import { counted, didYouMean, insteadOf } from '../wording.ts'

/** CTR7001-CTR7999: export, verification, prediction. */
export const serveDiagnostics = {
  CTR7001: entry({
    title: 'scores-differ',
    severity: 'error',
    message: (at: {
      surface: string
      invariant: string
      task: string
      row: number
      found: number
      expected: number
      node: string | undefined
      /** Nodes were compared, and agree. */
      agree: boolean
    }) =>
      `${at.surface}: row ${at.row} of '${at.task}' fails the check "${at.invariant}": found ${at.found}, expected ${at.expected}` +
      (at.node !== undefined
        ? `; the first node that differs is '${at.node}'`
        : at.agree
          ? "; the graphs agree node by node, so the difference comes from grouping rows or from the runtime's optimizations"
          : ''),
  }),
  CTR7002: entry({
    title: 'nodes-differ',
    severity: 'error',
    message: (at: { surface: string; node: string; side: string }) =>
      `${at.surface}: the pruned graph is not the slice of the unified graph that the surface reaches: '${at.node}' is only in the ${at.side}`,
  }),
  CTR7003: entry({
    title: 'surface-not-served',
    severity: 'error',
    message: (at: { surface: string; model: string; served: string; why: string }) =>
      `model '${at.model}' serves ${at.served}, not '${at.surface}'${at.why}`,
  }),
  CTR7004: entry({
    title: 'weights-missing',
    severity: 'error',
    message: (at: { names: string; count: number; from: string }) =>
      `${at.from} lacks ${at.count} of the model's weights: ${at.names}`,
  }),
  CTR7005: entry({
    title: 'weight-shape',
    severity: 'error',
    message: (at: { name: string; found: string; expected: string; from: string }) =>
      `'${at.name}' is ${at.found} in ${at.from}, the model expects ${at.expected}`,
  }),
  CTR7006: entry({
    title: 'needs-fitting',
    severity: 'error',
    message: (at: { model: string; what: string }) =>
      `'${at.model}' has ${at.what} to fit: pass --from RUN, or --untrained to build with initial values`,
  }),
  CTR7007: entry({
    title: 'not-an-export',
    severity: 'error',
    message: (at: { path: string; lacks: string; found: readonly ArtifactFolder[] }) =>
      `'${at.path}' is not an exported surface: it has no ${at.lacks}${insteadOf('surface', at.path, at.found)}`,
  }),
  CTR7008: entry({
    title: 'input-column-missing',
    severity: 'error',
    message: (at: { column: string; input: string; file: string; near: string | undefined; type: string }) =>
      `'${at.file}' has no column '${at.column}' (${at.type}${at.input === at.column ? '' : `; input '${at.input}'`})` +
      didYouMean(at.near),
  }),
  CTR7009: entry({
    title: 'input-column-type',
    severity: 'error',
    message: (at: { column: string; file: string; found: string; expected: string }) =>
      `column '${at.column}' of '${at.file}' ${at.found}, the graph expects ${at.expected}`,
  }),
  CTR7010: entry({
    title: 'export-damaged',
    severity: 'error',
    message: (at: { path: string; reason: string }) =>
      `'${at.path}' cannot be loaded: ${at.reason}; copy it again from where it was written, or write it again`,
  }),
  CTR7011: entry({
    title: 'input-unreadable',
    severity: 'error',
    message: (at: { file: string; reason: string }) => `'${at.file}' cannot be read: ${at.reason}`,
  }),
  CTR7012: entry({
    title: 'not-an-export-folder',
    severity: 'error',
    message: (at: { out: string; holds: string }) =>
      `an export replaces its whole folder, but '${at.out}' ${at.holds}: name a new folder, an empty one or an earlier export`,
  }),
  CTR7013: entry({
    title: 'unknown-ending',
    severity: 'error',
    message: (at: { file: string; ending: string | undefined }) =>
      `'${at.file}' has ${at.ending === undefined ? 'no ending' : `the ending ${at.ending}, which is not known`}: ` +
      'rows are read and written as .parquet, .csv, .tsv, .json, .jsonl or .ndjson; all but .parquet also with .gz behind',
  }),
  CTR7014: entry({
    title: 'output-is-input',
    severity: 'error',
    message: (at: { out: string; input: string }) =>
      at.out === at.input
        ? `'${at.out}' is the input too, and would be overwritten: name another file for the output`
        : `the output '${at.out}' is a file of the input '${at.input}', and would be overwritten: name another file`,
  }),
  CTR7020: entry({
    title: 'no-row-scored',
    severity: 'error',
    message: (at: { surface: string; rows: number; missing: number; op: string | undefined }) =>
      `${at.surface}: none of the ${counted(at.rows, 'row')} that verify the graph has a score` +
      (at.missing === at.rows
        ? ': a number without a default is missing in each'
        : at.op === undefined
          ? ''
          : `; the first op that gives no number in any row is '${at.op}'`),
  }),
  CTR7021: entry({
    title: 'weight-not-finite',
    severity: 'error',
    message: (at: {
      surface: string
      name: string
      position: readonly number[]
      value: number
      count: number
      op: string | undefined
    }) =>
      `${at.surface}: ${counted(at.count, 'value')} of weight '${at.name}' ${at.count === 1 ? 'is' : 'are'} not finite: ` +
      `${at.value} at [${at.position.join(', ')}]${at.op === undefined ? '' : `; the first op that reads it is '${at.op}'`}`,
  }),
  CTR7022: entry({
    title: 'weights-without-fitted',
    severity: 'error',
    message: (at: { path: string; model: string; missing: readonly string[] }) =>
      `'${at.path}' lacks what was fitted with the weights of '${at.model}': ${at.missing.slice(0, 4).join(', ')}` +
      `${at.missing.length > 4 ? ` and ${at.missing.length - 4} more` : ''}; pass --from RUN or the checkpoint.safetensors of an export, or ` +
      'add --untrained to leave it unfitted',
  }),
  CTR7023: entry({
    title: 'no-feature-served',
    severity: 'error',
    message: (at: { surface: string; model: string }) =>
      `${at.surface}: '${at.model}' reads no feature there that is an input at serving, so its graph would have no rows to score`,
  }),
}
