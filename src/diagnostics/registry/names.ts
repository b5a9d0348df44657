import { entry } from '../entry.ts'
import { didYouMean } from '../wording.ts'

/** CTR1501-CTR1999: imports, declarations and names (resolve). */
export const nameDiagnostics = {
  CTR1501: entry({
    title: 'unknown-name',
    severity: 'error',
    /** `choices`: all that there are, where the language and not the program sets them. */
    message: (at: { kind: string; name: string; near: string | undefined; choices?: readonly string[] }) => {
      const unknown = `there is no ${at.kind} '${at.name}'${didYouMean(at.near)}`
      if (at.choices === undefined) return unknown
      return `${unknown}${at.near === undefined ? '; choose from' : ' Choose from'} ${list(at.choices)}`
    },
  }),
  CTR1502: entry({
    title: 'duplicate-name',
    severity: 'error',
    message: (at: { kind: string; name: string }) =>
      `a second ${at.kind} '${at.name}': one name is one thing of its kind`,
  }),
  CTR1503: entry({
    title: 'file-not-found',
    severity: 'error',
    message: (at: { path: string; near: string | undefined }) => `there is no file ${at.path}${didYouMean(at.near)}`,
  }),
  CTR1504: entry({
    title: 'file-not-readable',
    severity: 'error',
    message: (at: { path: string; why: string }) => `cannot read ${at.path}: ${at.why}`,
  }),
  CTR1505: entry({
    title: 'import-circle',
    severity: 'error',
    message: (at: { circle: readonly string[] }) =>
      at.circle.length <= 2
        ? `${at.circle[0]} imports itself`
        : `these files import each other in a circle: ${at.circle.join(' -> ')}`,
  }),
  CTR1506: entry({
    title: 'module-not-in-file',
    severity: 'error',
    message: (at: { name: string; file: string; near: string | undefined }) =>
      `${at.file} has no module '${at.name}'${didYouMean(at.near)}`,
  }),
  CTR1507: entry({
    title: 'module-not-exported',
    severity: 'error',
    message: (at: { name: string; file: string }) => `module '${at.name}' of ${at.file} is not exported`,
  }),
  CTR1508: entry({
    title: 'not-a-module',
    severity: 'error',
    message: (at: { kind: string; name: string; file: string }) =>
      `'${at.name}' is a ${at.kind}; modules alone are imported by name, and import "${at.file}" brings all else`,
  }),
  CTR1509: entry({
    title: 'unknown-library',
    severity: 'error',
    message: (at: { path: string }) =>
      at.path === 'ctr:std'
        ? 'say which modules of the library: import { mlp, linear } from "ctr:std"'
        : `there is no library ${at.path}; the standard library is "ctr:std"`,
  }),
  CTR1510: entry({
    title: 'folder-without-spec',
    severity: 'error',
    message: (at: { path: string }) => `the folder ${at.path} has no spec: no .ctr file in it or below has a model`,
  }),
  CTR1511: entry({
    title: 'file-in-no-program',
    severity: 'error',
    message: (at: { path: string; project: string }) =>
      `${at.path} has no model, and no program of the project ${at.project} imports it`,
  }),
  CTR1512: entry({
    title: 'entry-without-model',
    severity: 'error',
    message: (at: { path: string }) => `${at.path} is no entry: neither it nor what it imports has a model`,
  }),
  CTR1513: entry({
    title: 'empty-file',
    severity: 'error',
    message: (at: { path: string }) => `${at.path} declares nothing`,
  }),
  CTR1514: entry({
    title: 'setting-announced-for-later',
    severity: 'error',
    message: (at: { what: string }) => `${at.what} is announced for a later version of the language`,
  }),
  CTR1515: entry({
    title: 'feature-of-every-row',
    severity: 'error',
    message: (at: { name: string }) => `every row has the feature '${at.name}' already; it cannot be declared`,
  }),
  CTR1516: entry({
    title: 'named-twice',
    severity: 'error',
    message: (at: { name: string; list: string }) => `'${at.name}' stands twice in ${at.list}`,
  }),
  CTR1520: entry({
    title: 'unknown-entry',
    severity: 'error',
    message: (at: { key: string; place: string; near: string | undefined; known: readonly string[] }) =>
      `${at.place} has no entry '${at.key}'${at.near === undefined ? `; it has ${list(at.known)}` : didYouMean(at.near)}`,
  }),
  CTR1521: entry({
    title: 'missing-entry',
    severity: 'error',
    message: (at: { key: string; place: string; example: string }) =>
      `${at.place} lacks the entry '${at.key}', for example ${at.example}`,
  }),
  CTR1522: entry({
    title: 'wrong-value',
    severity: 'error',
    message: (at: { key: string; found: string; expected: string }) =>
      `'${at.key}' is ${at.found}, expected ${at.expected}`,
  }),
  CTR1523: entry({
    title: 'entry-said-twice',
    severity: 'error',
    message: (at: { key: string; place: string }) => `${at.place} says '${at.key}' twice`,
  }),
  CTR1530: entry({
    title: 'declared-in-a-circle',
    severity: 'error',
    message: (at: { kind: string; circle: readonly string[]; relation: string }) =>
      `${at.kind} '${at.circle[0]}' is ${at.relation} itself: ${at.circle.join(` ${at.relation} `)}`,
  }),
  CTR1531: entry({
    title: 'no-row-level',
    severity: 'error',
    message: (at: { finest: readonly string[]; key: readonly string[] }) => {
      const rule = 'exactly one level, the row, is within all others and has no key'
      if (at.finest.length === 0) return `no level is declared; ${rule}`
      if (at.finest.length > 1) return `nothing is within ${list(at.finest)}; ${rule}`
      return `'${at.finest[0]}' is below all other levels and is keyed by ${list(at.key)}; ${rule}`
    },
  }),
  CTR1532: entry({
    title: 'no-common-level',
    severity: 'error',
    message: (at: { a: string; b: string; below: readonly string[] }) =>
      `'${at.a}' and '${at.b}' meet at ${list(at.below)}; what reads both needs one coarsest level below them`,
  }),
  CTR1533: entry({
    title: 'level-without-key',
    severity: 'error',
    message: (at: { level: string; row: string | undefined }) =>
      `level '${at.level}' has no key; only the row level${at.row === undefined ? '' : ` '${at.row}'`} has none`,
  }),
  CTR1534: entry({
    title: 'not-a-key-type',
    severity: 'error',
    message: (at: { key: string; found: string }) =>
      `the level key '${at.key}' is of type ${at.found}; a key is an id, a string or an int`,
  }),
  CTR1535: entry({
    title: 'view-not-said',
    severity: 'error',
    message: (at: { surface: string; views: readonly string[] }) =>
      `'${at.surface}' has the views ${list(at.views)}; say which, as in ${at.surface}.${at.views[0]}`,
  }),
  CTR1536: entry({
    title: 'key-types-differ',
    severity: 'error',
    message: (at: { key: string; stated: string; other: string }) =>
      `the level key '${at.key}' is ${at.stated} here and ${at.other} elsewhere`,
  }),
  CTR1540: entry({
    title: 'word-out-of-place',
    severity: 'error',
    message: (at: { feature: string; word: string; type: string; reason: string }) =>
      `'${at.feature}' is of type ${at.type}, which takes no '${at.word}': ${at.reason}`,
  }),
  CTR1541: entry({
    title: 'literal-of-another-type',
    severity: 'error',
    message: (at: { feature: string; word: string; type: string; found: string; expected: string }) =>
      `'${at.word}' of '${at.feature}' is ${at.found}; its type is ${at.type}, so ${at.expected} is expected`,
  }),
  CTR1542: entry({
    title: 'strings-go-by-vocabulary',
    severity: 'error',
    message: (at: { feature: string; table: string; rule: string }) =>
      `'${at.feature}' is a string, and the rows of table '${at.table}' go by ${at.rule}; strings go by vocabulary, since standard ONNX cannot hash them`,
  }),
  CTR1543: entry({
    title: 'ids-and-strings-in-one-vocabulary',
    severity: 'error',
    message: (at: { table: string; id: string; string: string }) =>
      `table '${at.table}' is a vocabulary of strings for '${at.string}' and of ids for '${at.id}'; give each a table of its own`,
  }),
  CTR1550: entry({
    title: 'surface-not-run-by-parent',
    severity: 'error',
    message: (at: { what: string; surface: string; parent: string; runs: Iterable<string> }) =>
      `a ${at.what} for '${at.surface}' cannot hang from '${at.parent}', which runs on ${list([...at.runs])}`,
  }),
  CTR1551: entry({
    title: 'two-towers',
    severity: 'error',
    message: (at: { surface: string; model: string }) => `a second tower for '${at.surface}' in model '${at.model}'`,
  }),
  CTR1554: entry({
    title: 'no-live-surface',
    severity: 'error',
    message: (at: { model: string }) => `every surface of model '${at.model}' is staged: nothing would be trained`,
  }),
  CTR1556: entry({
    title: 'task-not-predicted',
    severity: 'error',
    message: (at: { task: string; model: string; tasks: readonly string[]; near: string | undefined }) =>
      `nobody in model '${at.model}' predicts '${at.task}'${at.near === undefined ? `; it predicts ${list(at.tasks)}` : didYouMean(at.near)}`,
  }),
  CTR1557: entry({
    title: 'task-without-label',
    severity: 'error',
    message: (at: { task: string; dataset: string; model: string }) =>
      `model '${at.model}' predicts '${at.task}', and dataset '${at.dataset}' has no label of that name`,
  }),
  CTR1558: entry({
    title: 'label-as-feature',
    severity: 'error',
    message: (at: { name: string; role: string; dataset: string }) =>
      `'${at.name}' is ${at.role === 'label' ? 'read by a label' : 'an outcome'} in dataset '${at.dataset}', so it cannot be a feature: it is known only after the impression`,
  }),
  CTR1559: entry({
    title: 'label-as-level-key',
    severity: 'error',
    message: (at: { name: string; role: string; dataset: string }) =>
      `'${at.name}' keys a level, so it cannot be ${at.role === 'label' ? 'read by a label' : 'an outcome'} in dataset '${at.dataset}'`,
  }),
  CTR1560: entry({
    title: 'no-such-split',
    severity: 'error',
    message: (at: { dataset: string; split: string; splits: readonly string[] }) =>
      `dataset '${at.dataset}' has no split '${at.split}' to train on; it has ${list(at.splits)}`,
  }),
  CTR1561: entry({
    title: 'surface-not-in-model',
    severity: 'error',
    message: (at: { surface: string; model: string; runs: readonly string[] }) =>
      `model '${at.model}' does not run on '${at.surface}'; it runs on ${list(at.runs)}`,
  }),
  CTR1562: entry({
    title: 'fallback-not-coarser',
    severity: 'error',
    message: (at: { found: string; by: string; coarser: readonly string[] }) =>
      `a thin segment of 'by ${at.by}' cannot go to '${at.found}'; coarser are ${list(at.coarser)}`,
  }),
  CTR1563: entry({
    title: 'not-in-row-expressions',
    severity: 'error',
    message: (at: { found: string }) =>
      `${at.found} has no place in an expression over rows; it has == != < <= > >= and or not in is null + - * / % fold(x, n), and what they cannot say is said in the query`,
  }),
  CTR1564: entry({
    title: 'row-operand-of-another-kind',
    severity: 'error',
    message: (at: { place: string; found: string; expected: string }) =>
      `${at.place} has ${at.found}, expected ${at.expected}`,
  }),
  CTR1565: entry({
    title: 'dedupe-by-row-level',
    severity: 'error',
    message: (at: { level: string }) =>
      `'${at.level}' is the row level: each row is its own, and it has no key to dedupe by`,
  }),
  CTR1566: entry({
    title: 'named-like-an-output',
    severity: 'error',
    message: (at: { kind: 'task' | 'feature' | 'level key'; name: string; taken: string }) =>
      `the ${at.kind} '${at.name}' is called like ${at.taken}; inputs and outputs of a serving graph need names of their own`,
  }),
  CTR1567: entry({
    title: 'module-not-imported',
    severity: 'error',
    message: (at: { name: string; from: string }) =>
      `module '${at.name}' is not imported here; ${at.from} exports one of this name`,
  }),
}

const list = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : `${names.slice(0, -1).join(', ')}${names.length > 1 ? ' and ' : ''}${names.at(-1)}`
