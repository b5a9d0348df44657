/** What there are fixes for, by the word of `ctrc check --fix KIND` and of JSON, and what each does. */
export const fixKinds = {
  default: 'gives a number that may be missing a default',
  entry: "reads each row's entry of a keyed value",
  export: 'exports what another part or file reads',
  import: 'imports a module, or a file',
  level: 'declares a derived feature at the level of what it reads',
  log_odds: 'predicts the log-odds in place of the probability',
  move: 'moves a let into the tower that has its feature',
  name: 'replaces an unknown name by the nearest known one',
  on: 'predicts for the surfaces that have labels',
  remove: 'removes what has no effect',
  renamed: 'declares what a let was called when its weights were trained (build --weights)',
  spelling: "uses the language's own sign, word or line",
  widen: 'declares what the other surfaces read',
} as const

export type FixKind = keyof typeof fixKinds
