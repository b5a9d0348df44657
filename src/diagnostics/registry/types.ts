import { entry } from '../entry.ts'
import { didYouMean } from '../wording.ts'

/** What messages need of a set of surfaces: diagnostics rank below the graph that defines it. Prints as a list. */
interface SurfaceSet {
  readonly isEmpty: boolean
  without(other: this): { toString(): string }
  toString(): string
}

/** CTR2001-CTR2999: surfaces, levels, keys, roles. CTR3001-CTR3999: shapes, dtypes, calls. */
export const typeDiagnostics = {
  CTR2001: entry({
    title: 'feature-not-on-surface',
    severity: 'error',
    message: (at: { name: string; has: SurfaceSet; needs: SurfaceSet; place: string }) =>
      `'${at.name}' exists on ${at.has.isEmpty ? 'no surface that runs here' : at.has}, but ${at.place} also runs on ${at.needs.without(at.has)}`,
  }),
  CTR2002: entry({
    title: 'no-common-surface',
    severity: 'error',
    message: (at: { left: SurfaceSet; right: SurfaceSet }) =>
      `one value exists only on ${at.left}, the other only on ${at.right}: no row has both`,
  }),
  CTR2003: entry({
    title: 'level-too-fine',
    severity: 'error',
    message: (at: { parameter: string; module: string; demanded: string; found: string }) =>
      `'${at.parameter}' of '${at.module}' is computed once per ${at.demanded}, but this value changes with each ${at.found}`,
  }),
  CTR2004: entry({
    title: 'other-surface-entry',
    severity: 'error',
    message: (at: { name: string; key: string; place: string }) =>
      `'${at.name}[${at.key}]' reads another surface's entry in ${at.place}; '${at.name}' is this surface's entry, '${at.name}[surface]' the entry of each row's surface`,
  }),
  CTR2005: entry({
    title: 'keyed-value-unread',
    severity: 'error',
    message: (at: { keys: string; place: string }) =>
      `this value has one entry per ${at.keys}, but ${at.place} needs a single value: '[surface]' selects each row's entry`,
  }),
  CTR2006: entry({
    title: 'not-keyed',
    severity: 'error',
    message: (at: { found: string }) =>
      `'[surface]' selects each row's entry of a value with one entry per surface, but this is ${at.found}`,
  }),
  CTR2007: entry({
    title: 'outcome-as-feature',
    severity: 'error',
    message: (at: { name: string; role: string; dataset: string }) =>
      `'${at.name}' is ${at.role} in dataset '${at.dataset}': it is known only after the impression and cannot be a feature`,
  }),
  CTR2008: entry({
    title: 'not-exported',
    severity: 'error',
    message: (at: { name: string; owner: string; place: string }) =>
      `'${at.name}' is declared in ${at.owner} and not exported, so ${at.place} cannot read it`,
  }),
  CTR2009: entry({
    title: 'two-parameters-on-one-path',
    severity: 'error',
    message: (at: { path: string }) => `two parameters have the path '${at.path}': name one of the calls with let`,
  }),
  CTR2010: entry({
    title: 'surface-without-prediction',
    severity: 'error',
    message: (at: { surface: string; model: string }) =>
      `model '${at.model}' runs on ${at.surface}, but no trunk, branch or tower predicts anything for it`,
  }),
  CTR2011: entry({
    title: 'entry-outside-predict',
    severity: 'error',
    message: () => 'this value has one entry per task: it can only be read inside a predict',
  }),
  CTR2012: entry({
    title: 'raw-feature',
    severity: 'error',
    message: (at: { name: string; type: string; isLookedUp: boolean }) =>
      `'${at.name}' is ${at.type}: a model reads ` +
      (at.isLookedUp ? `it through embed(${at.name})` : `what is derived of it, such as hour_of_day(${at.name})`),
  }),
  CTR2013: entry({
    title: 'sequences-of-different-origin',
    severity: 'error',
    message: (at: { left: string; right: string }) =>
      `these sequences come from '${at.left}' and '${at.right}': their elements do not correspond. Pool each one first, or combine their numbers: values(s) is [L, D], mask(s) is [L]`,
  }),
  CTR2014: entry({
    title: 'feature-without-table',
    severity: 'error',
    message: (at: { name: string }) =>
      `'${at.name}' has no table: declare it 'in' one, or write embed(${at.name}, in: TABLE)`,
  }),
  CTR2016: entry({
    title: 'key-mismatch',
    severity: 'error',
    message: (at: { left: string; right: string }) =>
      `one value has an entry per ${at.left}, the other per ${at.right}: their entries do not correspond`,
  }),
  CTR2017: entry({
    title: 'prediction-shape',
    severity: 'error',
    message: (at: { task: string; found: string }) =>
      `predict ${at.task} takes one logit per row, but this is ${at.found}; linear(h) gives one`,
  }),
  CTR2018: entry({
    title: 'budget-exceeded',
    severity: 'error',
    message: (at: { what: string; surface: string; found: string; limit: string }) =>
      `${at.surface} needs ${at.found} ${at.what}, but the budget is ${at.limit}`,
  }),
  CTR2019: entry({
    title: 'task-without-calibrator',
    severity: 'warning',
    message: (at: { task: string; model: string }) =>
      `task '${at.task}' of '${at.model}' has no calibrator: it is served as the uncalibrated sigmoid of its logit`,
  }),
  CTR2020: entry({
    title: 'unnecessary-else',
    severity: 'warning',
    message: (at: { place: string }) =>
      `this value exists on every surface that ${at.place} runs on, so 'else' has no effect`,
  }),
  CTR2021: entry({
    title: 'unused-let',
    severity: 'warning',
    message: (at: { name: string }) => `'${at.name}' is never read`,
  }),
  CTR2022: entry({
    title: 'prediction-twice',
    severity: 'error',
    message: (at: { task: string; place: string }) => `${at.place} predicts '${at.task}' twice`,
  }),
  CTR2023: entry({
    title: 'misplaced-statement',
    severity: 'error',
    message: (at: { what: string; place: string; expected: string }) => `${at.what} in ${at.place}: ${at.expected}`,
  }),
  CTR2024: entry({
    title: 'prediction-is-probability',
    severity: 'error',
    message: (at: { task: string }) =>
      `predict ${at.task} takes a log-odds, but this is a probability: the sigmoid would be applied twice`,
  }),
  CTR2025: entry({
    title: 'prediction-without-label',
    severity: 'warning',
    message: (at: { task: string; surfaces: readonly string[]; dataset: string; labelled: readonly string[] }) =>
      `no row of ${at.surfaces.join(', ')} has a label of '${at.task}' in dataset '${at.dataset}', so this prediction would be served and never trained; labelled: ${at.labelled.join(', ') || 'no surface'}`,
  }),
  CTR2026: entry({
    title: 'unused-module',
    severity: 'warning',
    message: (at: { module: string }) => `module '${at.module}' is neither called nor exported`,
  }),
  CTR2027: entry({
    title: 'rename-without-effect',
    severity: 'warning',
    message: (at: { name: string; reason: string }) => `'renamed from ${at.name}' has no effect: ${at.reason}`,
  }),

  CTR2040: entry({
    title: 'unused-import',
    severity: 'warning',
    message: (at: { modules: readonly string[] }) =>
      `${at.modules.map((name) => `'${name}'`).join(', ')} ${at.modules.length === 1 ? 'is' : 'are'} imported and not used in this file`,
  }),
  CTR2041: entry({
    title: 'unused-parameter',
    severity: 'warning',
    message: (at: { name: string; module: string }) =>
      `'${at.module}' does not read its parameter '${at.name}': what a call gives for it has no effect`,
  }),
  CTR2042: entry({
    title: 'lone-tower',
    severity: 'warning',
    message: (at: { place: string; exported: readonly string[] }) =>
      `${at.place} reads nothing that the parts above it export (${at.exported.join(', ')}), so it learns nothing from the other surfaces`,
  }),
  CTR2044: entry({
    title: 'assignment-without-let',
    severity: 'error',
    message: (at: { name: string }) =>
      `there is no variable '${at.name}': 'let ${at.name} = ...' names a value, and 'var' one that is assigned again`,
  }),
  CTR2060: entry({
    title: 'unused-setting',
    severity: 'warning',
    message: (at: { name: string }) => `nothing reads the setting '${at.name}': its value has no effect`,
  }),
  CTR2070: entry({
    title: 'all-of-surfaces',
    severity: 'error',
    message: (at: { place: string }) =>
      `'all' lists the entries of a value per task, but this has an entry per surface: each is of its surface's rows alone, so no row in ${at.place} has them all`,
  }),
  CTR2071: entry({
    title: 'tower-of-no-surface',
    severity: 'warning',
    message: (at: { of: string; surfaces: SurfaceSet }) =>
      `every surface of '${at.of}' has a tower of its own (${at.surfaces}), so this tower is of none`,
  }),
  CTR2072: entry({
    title: 'predicted-where-not-run',
    severity: 'error',
    message: (at: { task: string; surface: string; place: string; runs: SurfaceSet }) =>
      `'${at.task}' is predicted on '${at.surface}', but ${at.place} runs on ${at.runs}`,
  }),
  CTR3001: entry({
    title: 'shapes-differ',
    severity: 'error',
    message: (at: { operation: string; found: string; expected: string }) =>
      `${at.operation} cannot combine ${at.found}: ${at.expected}`,
  }),
  CTR3002: entry({
    title: 'inner-sizes-differ',
    severity: 'error',
    message: (at: { found: string; expected: string }) => `cannot multiply ${at.found}: ${at.expected}`,
  }),
  CTR3003: entry({
    title: 'wrong-axis',
    severity: 'error',
    message: (at: { operation: string; found: string; expected: string }) =>
      `${at.operation}: ${at.found}; ${at.expected}`,
  }),
  CTR3004: entry({
    title: 'wrong-kind-of-value',
    severity: 'error',
    message: (at: { what: string; found: string; expected: string }) =>
      `${at.what} is ${at.found}, expected ${at.expected}`,
  }),
  CTR3010: entry({
    title: 'unknown-argument',
    severity: 'error',
    message: (at: { callee: string; name: string; near: string | undefined; known: string }) =>
      `'${at.callee}' has no argument '${at.name}'${at.near === undefined ? `; it takes ${at.known}` : didYouMean(at.near)}`,
  }),
  CTR3011: entry({
    title: 'missing-argument',
    severity: 'error',
    message: (at: { callee: string; name: string; type: string }) =>
      `'${at.callee}' needs an argument '${at.name}' (${at.type})`,
  }),
  CTR3012: entry({
    title: 'too-many-arguments',
    severity: 'error',
    message: (at: { callee: string; found: number; expected: number }) =>
      `'${at.callee}' takes ${at.expected} argument${at.expected === 1 ? '' : 's'}, found ${at.found}`,
  }),
  CTR3013: entry({
    title: 'argument-does-not-fit',
    severity: 'error',
    message: (at: { callee: string; name: string; found: string; expected: string }) =>
      `argument '${at.name}' of '${at.callee}' is ${at.found}, expected ${at.expected}`,
  }),
  CTR3015: entry({
    title: 'result-does-not-fit',
    severity: 'error',
    message: (at: { what: string; found: string; expected: string }) =>
      `${at.what} gives ${at.found}, but its declared type is ${at.expected}`,
  }),
  CTR3020: entry({
    title: 'not-a-constant',
    severity: 'error',
    message: (at: { what: string; found: string }) =>
      `${at.what} must be a compile-time constant, but this is ${at.found}`,
  }),
  CTR3021: entry({
    title: 'no-value',
    severity: 'error',
    message: (at: { what: string }) => `${at.what} gives no value`,
  }),
  CTR3022: entry({
    title: 'assignment-to-constant',
    severity: 'error',
    message: (at: { name: string }) => `'${at.name}' is declared with let and cannot be reassigned; use var`,
  }),
  CTR3023: entry({
    title: 'module-calls-itself',
    severity: 'error',
    message: (at: { module: string; way: string }) => `module '${at.module}' calls itself (${at.way}); use a for loop`,
  }),
  CTR3024: entry({
    title: 'name-twice-in-a-block',
    severity: 'error',
    message: (at: { name: string }) => `'${at.name}' is already declared in this block`,
  }),
  CTR3025: entry({
    title: 'unknown-initializer',
    severity: 'error',
    message: (at: { found: string }) =>
      `an initializer is zeros, ones, glorot_uniform, normal(deviation) or a number, not ${at.found}`,
  }),
  CTR3026: entry({
    title: 'too-large',
    severity: 'error',
    message: (at: { what: string; found: number; limit: number }) =>
      `${at.what} is ${at.found}, the limit is ${at.limit}`,
  }),
  CTR3028: entry({
    title: 'requirement-not-met',
    severity: 'error',
    message: (at: { reason: string }) => at.reason,
  }),
  CTR3029: entry({
    title: 'number-beyond-32-bits',
    severity: 'error',
    message: (at: { value: number; rounded: number }) =>
      Number.isNaN(at.value)
        ? 'this is not a number: a logarithm or root of a negative one, or 0 / 0'
        : `${at.value} is ${at.rounded} as a 32-bit float, which is what a model computes with`,
  }),
  CTR3040: entry({
    title: 'call-of-a-value',
    severity: 'error',
    message: (at: { name: string; found: string }) =>
      `'${at.name}' is ${at.found}; only modules, built-ins and parameters of type module can be called`,
  }),
}
