import { type OnnxArtifact, oldestRuntime } from '../emit/onnx/emit.ts'
import type { Dtype } from '../graph/types.ts'

const types: Readonly<Record<Dtype, string>> = {
  float32: 'TYPE_FP32',
  int32: 'TYPE_INT32',
  int64: 'TYPE_INT64',
  string: 'TYPE_STRING',
}

/**
 * config.pbtxt of Triton's ONNX Runtime backend. The batch dimension is written out (max_batch_size: 0), since a graph that groups
 * rows by key must see a request whole.
 */
export function configPbtxt(name: string, artifact: OnnxArtifact): string {
  const value = (each: {
    readonly name: string
    readonly dtype: Dtype
    readonly shape: readonly (number | string)[]
  }): string => {
    const dims = each.shape.map((size) => (typeof size === 'number' ? size : -1))
    return `  {\n    name: "${each.name}"\n    data_type: ${types[each.dtype]}\n    dims: [ ${dims.join(', ')} ]\n  }`
  }
  return [
    `# Runs in ONNX Runtime ${oldestRuntime} and newer (Triton's releases name the one that they hold).`,
    `name: "${name}"`,
    'backend: "onnxruntime"',
    'max_batch_size: 0',
    `input [\n${artifact.inputs.map(value).join(',\n')}\n]`,
    `output [\n${artifact.outputs.map(value).join(',\n')}\n]`,
    '',
  ].join('\n')
}
