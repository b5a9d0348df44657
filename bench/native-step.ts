/**
 * Milliseconds of one native training step: an MLP 864-1024-512-256-1 with Adam, 4096 rows, weights and slots as inputs.
 *
 *     node --experimental-strip-types bench/native-step.ts [threads] [rows]      Node 22.6 and later
 *     npx esbuild bench/native-step.ts --bundle --platform=node --format=esm --packages=external --outfile=dist/native-step.mjs
 *     node dist/native-step.mjs [threads] [rows]                                 any Node
 *
 * The design's figure to compare with: 190 ms on two cores, of which 88 % are matrix products.
 */
import { algebra } from '../src/graph/algebra.ts'
import { createBuilder } from '../src/graph/create-builder.ts'
import type { Graph } from '../src/graph/graph.ts'
import { LevelOrder } from '../src/graph/levels.ts'
import { portName } from '../src/graph/ports.ts'
import { SurfaceSet } from '../src/graph/surfaces.ts'
import { floats, type HostTensor } from '../src/graph/tensor.ts'
import { levelRows, noRows, sizeOf } from '../src/graph/types.ts'
import { hyperAt, usual } from '../src/optimizers/chosen.ts'
import { differentiate } from '../src/passes/differentiate.ts'
import { optimize } from '../src/passes/optimize.ts'
import { trainingLoss } from '../src/passes/training-loss.ts'
import { openNativeTrainer } from '../src/runtime/native-trainer.ts'

const widths = [864, 1024, 512, 256, 1]
const threads = Number(process.argv[2] ?? 2)
const rows = Number(process.argv[3] ?? 4096)
const surfaces = SurfaceSet.of(['search'])
const levels = new LevelOrder([{ name: 'candidate', by: [], within: [] }])

function perceptron(): { readonly graph: Graph; readonly values: Map<string, HostTensor> } {
  const builder = createBuilder({ levels, surfaces })
  const g = algebra(builder)
  const values = new Map<string, HostTensor>()
  const parameter = (name: string, deviation: number, ...shape: number[]): string => {
    const data = Float32Array.from({ length: sizeOf(shape) }, () => (Math.random() - 0.5) * deviation)
    values.set(name, floats(data, ...shape))
    return g.input({ kind: 'parameter', parameter: name }, { dtype: 'float32', shape, rows: noRows })
  }
  let h = g.input(
    { kind: 'encoded', feature: 'x', as: { kind: 'number' } },
    { dtype: 'float32', shape: [widths[0]!], rows: levelRows('candidate', surfaces) },
  )
  for (let layer = 1; layer < widths.length; layer++) {
    const [from, to] = [widths[layer - 1]!, widths[layer]!]
    h = g.add(
      g.matmul(h, parameter(`layer${layer}.w`, 2 / Math.sqrt(from), from, to)),
      parameter(`layer${layer}.b`, 0, to),
    )
    if (layer < widths.length - 1) h = g.relu(h)
  }
  const outputs = [{ kind: 'logit' as const, task: 'click', surface: 'search', value: g.reshape(h, []) }]
  return { graph: builder.finish({ name: 'mlp', outputs, parameters: [], tables: [] }), values }
}

const { graph: forward, values } = perceptron()
const training = [trainingLoss(new Map()), differentiate, optimize(usual)].reduce(
  (graph, pass) => pass.run(graph),
  forward,
)
const trainer = await openNativeTrainer({ training, forward, values, threads })

const random = (size: number): Float32Array => Float32Array.from({ length: size }, () => Math.random() * 2 - 1)
const x = random(rows * widths[0]!)
const tensors = new Map<string, HostTensor>([
  ['number/x', floats(x, rows, widths[0]!)],
  [
    'label/click/search',
    floats(
      Float32Array.from({ length: rows }, (_, i) => (x[i * widths[0]!]! > 0 ? 1 : 0)),
      rows,
    ),
  ],
  ['weight/click/search', floats(new Float32Array(rows).fill(1), rows)],
  ['weight_sum/click', floats(Float32Array.of(rows))],
])
for (const { port } of trainer.inputs)
  if (port.kind === 'offsets') tensors.set(portName(port), { dtype: 'int32', dims: [2], data: Int32Array.of(0, rows) })

const times: number[] = []
const losses: number[] = []
for (let step = 1; step <= 14; step++) {
  const begun = performance.now()
  losses.push((await trainer.step({ tensors, tableRows: new Map() }, hyperAt(usual, step))).loss)
  if (step > 4) times.push(performance.now() - begun)
}
times.sort((a, b) => a - b)
console.log(
  `${threads} threads, ${rows} rows: ${times[times.length >> 1]!.toFixed(1)} ms a step (median of ${times.length})`,
)
console.log(`fastest ${times[0]!.toFixed(1)} ms; loss ${losses[0]!.toFixed(4)} -> ${losses.at(-1)!.toFixed(4)}`)
await trainer.dispose()
