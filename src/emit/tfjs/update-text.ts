import { exactNumber } from '../../graph/exact-number.ts'
import { type Optimizers, optimizerOf } from '../../optimizers/chosen.ts'
import type { Slot, Target } from '../../optimizers/define-optimizer.ts'
import type { StepNumber } from '../../optimizers/step-number.ts'
import { definitionOf } from '../../optimizers/table.ts'
import { key, quoted } from './javascript.ts'
import type { ClipText, FunctionText, TargetCode, UpdateCode } from './update-code.ts'

/** The optimizers' part of the module: each one's functions, how each trained value is updated, the numbers of a step. */
export function updateText(code: UpdateCode, optimizers: Optimizers): readonly string[] {
  return [
    ...code.targets.flatMap((target) => functionsText(target, optimizers)),
    clipText(code.clip),
    `/** Of each optimizer: what its slots begin as, and what its updates of a step share. */
const optimizerParts = {
${code.targets.map(partsText).join('')}}`,
    `/** How each trained value is updated: by which optimizer, with which function, beside which slots. */
const moves = {
${code.moves
  .map(({ name, target, update, slots }) => {
    const by = code.targets.find((each) => each.target === target)?.optimizer ?? ''
    const list = slots.map(quoted).join(', ')
    return `  ${key(name)}: { by: ${quoted(by)}, update: ${update}, slots: [${list}] },\n`
  })
  .join('')}}`,
    numbersText(code, optimizers),
  ]
}

/** The spec's optimizers with their settings, as the module exports them. */
export const optimizersText = (optimizers: Optimizers): string => {
  const text = ({ name, settings }: Optimizers['optimizer'] | Optimizers['tables']): string => {
    const numbers = Object.entries(settings).map(([setting, value]) => `${setting}: ${exactNumber(value)}`)
    return `{ name: ${quoted(name)}, settings: { ${numbers.join(', ')} } }`
  }
  const { optimizer, tables, clip } = optimizers
  return `{\n  optimizer: ${text(optimizer)},\n  tables: ${text(tables)},\n  clip: ${clip === undefined ? 'undefined' : exactNumber(clip)},\n}`
}

const what: Readonly<Record<Target, string>> = { parameter: 'parameter', table: "table's rows" }

function functionsText(
  { target, optimizer, scalars, scalarNames, updates }: TargetCode,
  optimizers: Optimizers,
): string[] {
  const { source } = definitionOf(optimizerOf(optimizers, target).name)
  const shared = scalarNames.map((name, i) => `${name}: ${scalars.code.results[i]}`).join(', ')
  return [
    `/** What all updates of a step by ${optimizer} share. */\n${functionText(scalars, `{ ${shared} }`)}`,
    ...updates.map(
      (update) =>
        `/** The next value and slots of a ${what[target]} by ${optimizer}: ${source}. */\n${functionText(update, `[${update.code.results.join(', ')}]`)}`,
    ),
  ]
}

const clipText = ({ names, ...clipped }: ClipText): string => {
  const scaled = names.map((name, i) => `    ${key(name)}: ${clipped.code.results[i]},\n`)
  const heading = "/** The gradients, the parameters' scaled to a common norm of at most 1 / inverse. */"
  return `${heading}\n${functionText(clipped, `{\n    ...gradients,\n${scaled.join('')}  }`)}`
}

const functionText = ({ name, parameters, code }: FunctionText, result: string): string =>
  `function ${name}(${parameters.join(', ')}) {\n${code.statements.map((each) => `  ${each}\n`).join('')}  return ${result}\n}`

const partsText = ({ optimizer, target, slots, scalars }: TargetCode): string =>
  `  ${optimizer}: { initialSlots: [${slots.map((slot) => initialText(slot, target)).join(', ')}], scalars: ${scalars.name} },\n`

function initialText({ shape, initial }: Slot, target: Target): string {
  const sizes = shape === 'value' ? 'value.shape' : `value.shape.slice(0, ${target === 'table' ? 1 : 0})`
  return `(value) => tf.fill(${sizes}, ${exactNumber(initial)})`
}

function numbersText({ targets }: UpdateCode, { clip }: Optimizers): string {
  const numbers = targets.flatMap(({ hyper }) => hyper)
  const defaults = numbers.map(({ key: name, number }) => `    ${name} = ${stepNumberText(number)},\n`)
  const given = clip === undefined ? '    clip,\n' : `    clip = ${exactNumber(clip)},\n`
  return `/** The numbers of step 1, 2, ...: the spec's where \`hyper\` gives no others. */
function numbersAt(step, hyper) {
  const {
${defaults.join('')}${given}  } = hyper
  return { ${[...numbers.map((number) => number.key), 'clip'].join(', ')} }
}`
}

/** A step's number in JavaScript, where `step` counts from 1. */
export function stepNumberText(number: StepNumber): string {
  switch (number.kind) {
    case 'constant':
      return exactNumber(number.value)
    case 'bias_correction':
      return `1 - ${exactNumber(number.decay)} ** step`
  }
}
