import type { Graph } from '../../graph/graph.ts'
import { isOutput, outputName } from '../../graph/outputs.ts'
import type { Optimizers } from '../../optimizers/chosen.ts'
import { key, quoted } from './javascript.ts'
import { isPlain, type ModulePort, rowsOf, sizesOf } from './module-ports.ts'
import { type ModuleParts, tableName } from './module-text.ts'
import type { UpdateCode } from './update-code.ts'
import { stepNumberText } from './update-text.ts'

/** The declarations of the module: every parameter, input, logit and loss by name. */
export function typesText(graph: Graph, { code, updates, optimizers }: Omit<ModuleParts, 'version'>): string {
  const logits = code.outputs.filter(isOutput('logit')).map(outputName)
  const losses = code.outputs.filter(isOutput('task_loss')).map(({ task }) => task)
  const parameters = [
    ...graph.parameters.map(({ name, shape }) => tensorField(name, shape)),
    ...graph.tables.map(({ name, dim }) => tensorField(tableName(name), [null, dim])),
  ]
  return `import type * as tfc from '@tensorflow/tfjs-core'

type Tensor = tfc.Tensor

/** Parameters by name, and of each table the rows that the batch touches. */
${interfaceText('Parameters', parameters)}

/** What the logits read. */
${interfaceText('Batch', code.ports.filter(({ lossOnly }) => !lossOnly).map(portField))}

/** What the losses read beside it. */
${interfaceText('LabelledBatch extends Batch', code.ports.filter(({ lossOnly }) => lossOnly).map(portField))}

${interfaceText(
  'Logits',
  logits.map((name) => `  readonly ${key(name)}: Tensor`),
)}

${interfaceText(
  'Losses',
  losses.map((name) => `  readonly ${key(name)}: tfc.Scalar`),
)}

/** Gradients by parameter; of a table, by the batch's rows. */
export type Gradients = Readonly<Record<${union(code.trained)}, Tensor>>

/** Numbers of a step that may be given in the place of the spec's. */
${interfaceText('Hyper', hyperFields(updates, optimizers))}

/** Parameters and the optimizer's memory of them. New tensors at each step: dispose of the old ones. */
export interface State {
  readonly params: Parameters
  /** By slot name: \`state/parameter/<name>/<slot>\`, \`state/table/<name>/accumulator\`. */
  readonly slots: Readonly<Record<string, Tensor>>
  /** Steps done. */
  readonly step: number
}

export interface Model {
  logits(params: Parameters, batch: Batch): Logits
  loss(params: Parameters, batch: LabelledBatch): { readonly loss: tfc.Scalar; readonly losses: Losses }
  gradients(
    params: Parameters,
    batch: LabelledBatch,
  ): { readonly loss: tfc.Scalar; readonly losses: Losses; readonly gradients: Gradients }
  /** The parameters with empty memory. */
  initialState(params: Parameters): State
  trainStep(
    state: State,
    batch: LabelledBatch,
    hyper?: Hyper,
  ): { readonly loss: tfc.Scalar; readonly losses: Losses; readonly state: State }
}

interface Input {
  readonly dtype: 'float32' | 'int32'
  /** null is the row axis. */
  readonly shape: readonly (number | null)[]
  readonly rows?: string
  /** A plain array rather than a tensor. */
  readonly plain?: true
}

export const name: ${quoted(graph.name)}
export const parameters: Readonly<Record<${union(graph.parameters.map((parameter) => parameter.name))}, readonly number[]>>
export const tables: Readonly<Record<${union(graph.tables.map((table) => table.name))}, { readonly parameter: string; readonly dim: number }>>
export const inputs: Readonly<Record<keyof LabelledBatch, Input>>
interface Optimizer {
  readonly name: string
  readonly settings: Readonly<Record<string, number>>
}

/** How the spec trains: its optimizers with every setting, by their names in .ctr. */
export const optimizers: { readonly optimizer: Optimizer; readonly tables: Optimizer; readonly clip: number | undefined }
export const trained: readonly (keyof Gradients)[]
/** Binds the graph to a tfjs: its ops, its backend, its tensors. */
export function create(tf: typeof tfc): Model
`
}

const hyperFields = ({ targets }: UpdateCode, { clip }: Optimizers): readonly string[] => [
  ...targets.flatMap(({ optimizer, hyper }) =>
    hyper.map(
      ({ key: name, number }) =>
        `  /** Of ${optimizer}; defaults to ${stepNumberText(number)}. */\n  readonly ${name}?: number`,
    ),
  ),
  `  /** The largest norm of all parameters' gradients together, tables apart; defaults to ${clip ?? 'none'}. */\n  readonly clip?: number | undefined`,
]

const union = (names: readonly string[]): string => (names.length === 0 ? 'never' : names.map(quoted).join(' | '))

const interfaceText = (name: string, fields: readonly string[]): string =>
  fields.length === 0 ? `export interface ${name} {}` : `export interface ${name} {\n${fields.join('\n')}\n}`

const tensorField = (name: string, shape: readonly (number | null)[]): string =>
  `  /** [${shape.map((size) => size ?? 'rows').join(', ')}] */\n  readonly ${key(name)}: Tensor`

function portField(port: ModulePort): string {
  const sizes = sizesOf(port).map((size) => size ?? 'rows')
  const rows = rowsOf(port)
  const type = isPlain(port) ? 'ArrayLike<number>' : 'Tensor'
  const optional = port.port.kind === 'dropout'
  const field = optional ? `${key(port.name)}?: ${type} | undefined` : `${key(port.name)}: ${type}`
  return `  /** ${port.type.dtype} [${sizes.join(', ')}]${rows && ` ${rows}`} */\n  readonly ${field}`
}
