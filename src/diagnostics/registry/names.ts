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
    message: (at: { kind: string; name: string }) => `${at.kind} '${at.name}' is declared twice`,
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
    title: 'circular-import',
    severity: 'error',
    message: (at: { circle: readonly string[] }) =>
      at.circle.length <= 2 ? `${at.circle[0]} imports itself` : `circular import: ${at.circle.join(' -> ')}`,
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
      `'${at.name}' is a ${at.kind}; only modules are imported by name, import "${at.file}" brings in everything else`,
  }),
  CTR1509: entry({
    title: 'unknown-library',
    severity: 'error',
    message: (at: { path: string }) =>
      at.path === 'ctr:std'
        ? 'name the modules to import, such as import { mlp, linear } from "ctr:std"'
        : `unknown library ${at.path}; the standard library is "ctr:std"`,
  }),
  CTR1510: entry({
    title: 'folder-without-spec',
    severity: 'error',
    message: (at: { path: string }) =>
      `the folder ${at.path} has no spec: no .ctr file in it or below it declares a model`,
  }),
  CTR1511: entry({
    title: 'file-in-no-program',
    severity: 'error',
    message: (at: { path: string; project: string }) =>
      `${at.path} declares no model, and no program of the project ${at.project} imports it`,
  }),
  CTR1512: entry({
    title: 'entry-without-model',
    severity: 'error',
    message: (at: { path: string }) => `${at.path} is not an entry file: neither it nor its imports declare a model`,
  }),
  CTR1513: entry({
    title: 'empty-file',
    severity: 'error',
    message: (at: { path: string }) => `${at.path} declares nothing`,
  }),
  CTR1514: entry({
    title: 'setting-not-supported-yet',
    severity: 'error',
    message: (at: { what: string }) => `${at.what} is not supported yet`,
  }),
  CTR1515: entry({
    title: 'built-in-feature',
    severity: 'error',
    message: (at: { name: string }) => `'${at.name}' is built in: every row has it, so it cannot be declared`,
  }),
  CTR1516: entry({
    title: 'listed-twice',
    severity: 'error',
    message: (at: { name: string; list: string }) => `'${at.name}' is listed twice in ${at.list}`,
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
      `${at.place} has no entry '${at.key}', expected one such as ${at.example}`,
  }),
  CTR1522: entry({
    title: 'wrong-value',
    severity: 'error',
    message: (at: { key: string; found: string; expected: string }) =>
      `'${at.key}' is ${at.found}, expected ${at.expected}`,
  }),
  CTR1523: entry({
    title: 'repeated-entry',
    severity: 'error',
    message: (at: { key: string; place: string }) => `${at.place} has the entry '${at.key}' twice`,
  }),
  CTR1530: entry({
    title: 'circular-declaration',
    severity: 'error',
    message: (at: { kind: string; circle: readonly string[]; relation: string }) =>
      `${at.kind} '${at.circle[0]}' is ${at.relation} itself: ${at.circle.join(` ${at.relation} `)}`,
  }),
  CTR1531: entry({
    title: 'no-row-level',
    severity: 'error',
    message: (at: { finest: readonly string[]; key: readonly string[] }) => {
      const rule = 'exactly one level, the row level, lies within all others and has no key'
      if (at.finest.length === 0) return `no level is declared; ${rule}`
      if (at.finest.length > 1) return `no level is within ${list(at.finest)}; ${rule}`
      return `'${at.finest[0]}' lies within all other levels but has the key ${list(at.key)}; ${rule}`
    },
  }),
  CTR1532: entry({
    title: 'no-common-level',
    severity: 'error',
    message: (at: { a: string; b: string; below: readonly string[] }) =>
      `'${at.a}' and '${at.b}' have no single coarsest level within both (found ${list(at.below)}); a value that reads both needs one`,
  }),
  CTR1533: entry({
    title: 'level-without-key',
    severity: 'error',
    message: (at: { level: string; row: string | undefined }) =>
      `level '${at.level}' has no key; only the row level${at.row === undefined ? '' : ` '${at.row}'`} may omit it`,
  }),
  CTR1534: entry({
    title: 'not-a-key-type',
    severity: 'error',
    message: (at: { key: string; found: string }) =>
      `the level key '${at.key}' has type ${at.found}, expected id, string or int`,
  }),
  CTR1535: entry({
    title: 'view-not-named',
    severity: 'error',
    message: (at: { surface: string; views: readonly string[] }) =>
      `'${at.surface}' has the views ${list(at.views)}; name one, such as ${at.surface}.${at.views[0]}`,
  }),
  CTR1536: entry({
    title: 'key-types-differ',
    severity: 'error',
    message: (at: { key: string; stated: string; other: string }) =>
      `the level key '${at.key}' is ${at.stated} here and ${at.other} elsewhere`,
  }),
  CTR1540: entry({
    title: 'clause-not-allowed',
    severity: 'error',
    message: (at: { feature: string; word: string; type: string; reason: string }) =>
      `'${at.feature}' has type ${at.type}, which does not allow '${at.word}': ${at.reason}`,
  }),
  CTR1541: entry({
    title: 'literal-type',
    severity: 'error',
    message: (at: { feature: string; word: string; type: string; found: string; expected: string }) =>
      `'${at.word}' of '${at.feature}' is ${at.found}, expected ${at.expected}: the feature has type ${at.type}`,
  }),
  CTR1542: entry({
    title: 'string-in-range',
    severity: 'error',
    message: (at: { feature: string; table: string }) =>
      `'${at.feature}' is a string, but table '${at.table}' has rows by range, which only whole numbers have; use vocabulary(n) or hash(n)`,
  }),
  CTR1543: entry({
    title: 'ids-and-strings-in-one-vocabulary',
    severity: 'error',
    message: (at: { table: string; id: string; string: string }) =>
      `table '${at.table}' has one vocabulary for strings ('${at.string}') and ids ('${at.id}'); declare a table for each`,
  }),
  CTR1550: entry({
    title: 'surface-not-run-by-parent',
    severity: 'error',
    message: (at: { what: string; surface: string; parent: string; runs: Iterable<string> }) =>
      `a ${at.what} for '${at.surface}' cannot be a child of '${at.parent}', which runs on ${list([...at.runs])}`,
  }),
  CTR1551: entry({
    title: 'two-towers',
    severity: 'error',
    message: (at: { surface: string; model: string }) => `model '${at.model}' has two towers for '${at.surface}'`,
  }),
  CTR1554: entry({
    title: 'no-live-surface',
    severity: 'error',
    message: (at: { model: string }) => `every surface of model '${at.model}' is staged, so nothing would be trained`,
  }),
  CTR1556: entry({
    title: 'task-not-predicted',
    severity: 'error',
    message: (at: { task: string; model: string; tasks: readonly string[]; near: string | undefined }) =>
      `model '${at.model}' does not predict '${at.task}'${at.near === undefined ? `; it predicts ${list(at.tasks)}` : didYouMean(at.near)}`,
  }),
  CTR1557: entry({
    title: 'task-without-label',
    severity: 'error',
    message: (at: { task: string; dataset: string; model: string }) =>
      `model '${at.model}' predicts '${at.task}', but dataset '${at.dataset}' has no label of that name`,
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
      `'${at.name}' is a level key, so it cannot be ${at.role === 'label' ? 'read by a label' : 'an outcome'} in dataset '${at.dataset}'`,
  }),
  CTR1560: entry({
    title: 'no-such-split',
    severity: 'error',
    message: (at: { dataset: string; split: string; purpose: string; splits: readonly string[] }) =>
      `dataset '${at.dataset}' has no split '${at.split}' ${at.purpose}; it has ${list(at.splits)}`,
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
      `'by ${at.by}' cannot fall back to '${at.found}'; coarser segments are ${list(at.coarser)}`,
  }),
  CTR1670: entry({
    title: 'labels-of-two-kinds',
    severity: 'error',
    message: (at: { task: string; kind: 'soft' | undefined }) =>
      `'${at.task}' has ${at.kind === undefined ? 'labels of 0 and 1' : 'soft labels'} on this surface, and others on another: a task has one kind`,
  }),
  CTR1671: entry({
    title: 'metric-of-classes',
    severity: 'error',
    message: (at: { task: string; metric: string; choices: readonly string[] }) =>
      `keep: best(${at.task}.${at.metric}) ranks rows of two classes, and '${at.task}' has soft labels; choose from ${list(at.choices)}`,
  }),
  CTR1563: entry({
    title: 'not-in-row-expressions',
    severity: 'error',
    message: (at: { found: string }) =>
      `a row expression cannot contain ${at.found}; it supports == != < <= > >= and or not in is null + - * / % fold(x, n), and a whole label 'where'; anything else belongs in the query`,
  }),
  CTR1564: entry({
    title: 'row-operand-type',
    severity: 'error',
    message: (at: { place: string; found: string; expected: string }) =>
      `${at.place} has ${at.found}, expected ${at.expected}`,
  }),
  CTR1565: entry({
    title: 'dedupe-by-row-level',
    severity: 'error',
    message: (at: { level: string }) => `'${at.level}' is the row level: it has no key to deduplicate by`,
  }),
  CTR1566: entry({
    title: 'name-taken-by-output',
    severity: 'error',
    message: (at: { kind: 'task' | 'feature' | 'level key'; name: string; taken: string }) =>
      `the ${at.kind} '${at.name}' has the same name as ${at.taken}; inputs and outputs of a serving graph need distinct names`,
  }),
  CTR1569: entry({
    title: 'outside-the-project',
    severity: 'error',
    message: (at: { path: string; root: string; why: string }) =>
      `${at.path} lies outside ${at.root}, ${at.why}: a spec reads files of its project alone`,
  }),
  CTR1568: entry({
    title: 'weight-of-staged-surface',
    severity: 'error',
    message: (at: { surface: string; model: string }) =>
      `'${at.surface}' is staged in model '${at.model}': its rows are not trained on, so a weight of theirs has no effect`,
  }),
  CTR1570: entry({
    title: 'derivation-arguments',
    severity: 'error',
    message: (at: { form: string; found: string; expected: string }) =>
      `found ${at.found}, expected ${at.expected} in ${at.form}`,
  }),
  CTR1571: entry({
    title: 'derived-at-another-level',
    severity: 'error',
    message: (at: { name: string; level: string; due: string }) =>
      `'${at.name}' is declared at level '${at.level}'; what it is derived from makes it a feature of '${at.due}'`,
  }),
  CTR1572: entry({
    title: 'derived-beyond-its-operands',
    severity: 'error',
    message: (at: { name: string; has: readonly string[]; lacking: readonly string[] }) =>
      at.has.length === 0
        ? `'${at.name}' exists on no surface: no surface has all features that it is derived from`
        : `'${at.name}' is declared on ${list(at.lacking)} too; what it is derived from exists on ${list(at.has)}`,
  }),
  CTR1573: entry({
    title: 'derived-from-itself',
    severity: 'error',
    message: (at: { name: string; path: readonly string[] }) =>
      `'${at.name}' is derived from itself: ${at.path.join(' from ')}`,
  }),
  CTR1574: entry({
    title: 'table-of-derived-ids',
    severity: 'error',
    message: (at: { feature: string; table: string; found: string; expected: string }) =>
      `table '${at.table}' has rows by ${at.found}; '${at.feature}' is derived and needs ${at.expected}`,
  }),
  CTR1575: entry({
    title: 'derived-from-served-as',
    severity: 'error',
    message: (at: { name: string; operand: string }) =>
      `'${at.name}' is derived from '${at.operand}', which serving replaces by a constant; declare 'served as' of '${at.name}' and read '${at.operand}' without it`,
  }),
  CTR1576: entry({
    title: 'derived-level-key',
    severity: 'error',
    message: (at: { key: string }) =>
      `the level key '${at.key}' is a derived feature; keys are read from the data, since rows are grouped by them as they are served`,
  }),
  CTR1577: entry({
    title: 'derived-number-without-default',
    severity: 'error',
    message: (at: { name: string }) =>
      `'${at.name}' is missing where what it is derived from is: add default VALUE, or give each of those a default`,
  }),
  CTR1580: entry({
    title: 'wrong-setting',
    severity: 'error',
    message: (at: { place: string; found: string; expected: string }) =>
      `${at.place} is ${at.found}, expected ${at.expected}`,
  }),
  CTR1581: entry({
    title: 'no-type-of-a-setting',
    severity: 'error',
    message: (at: { name: string; type: string }) =>
      `setting '${at.name}' cannot be of type ${at.type}: expected int, float, bool, string, name, 'one of ...' or a list of these`,
  }),
  CTR1582: entry({
    title: 'models-extend-each-other',
    severity: 'error',
    message: (at: { circle: readonly string[] }) => `models extend each other: ${at.circle.join(' extends ')}`,
  }),
  CTR1583: entry({
    title: 'variant-of-a-var',
    severity: 'error',
    message: (at: { name: string }) =>
      `'${at.name}' is a 'var' of the base, which a variant cannot replace: it has another value after each assignment`,
  }),
  CTR1584: entry({
    title: 'variant-of-another-kind',
    severity: 'error',
    message: (at: { name: string; base: string; found: string }) =>
      `'${at.name}' is a ${at.base} in the base, so a ${at.found} cannot take its place`,
  }),
  CTR1585: entry({
    title: 'modules-of-one-name',
    severity: 'error',
    message: (at: { name: string }) =>
      `the model calls two modules named '${at.name}', of different files: written out, they would be in one`,
  }),
  CTR1567: entry({
    title: 'module-not-imported',
    severity: 'error',
    message: (at: { name: string; from: string }) =>
      `module '${at.name}' is not imported here; ${at.from} exports a module of this name`,
  }),
}

/** More than these are counted: a list of thousands is read by nobody. */
const mostListed = 20

function list(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  if (names.length > mostListed)
    return `${names.slice(0, mostListed).join(', ')} and ${names.length - mostListed} others`
  return `${names.slice(0, -1).join(', ')}${names.length > 1 ? ' and ' : ''}${names.at(-1)}`
}
