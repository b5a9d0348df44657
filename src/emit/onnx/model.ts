/** An ONNX model as plain data: what lowerings write and proto.ts turns into bytes. */

export type ElementType = 'float32' | 'float64' | 'int32' | 'int64' | 'uint32' | 'uint64' | 'bool' | 'string'

/** A number, or the name of a size that is known only at run time. */
export type Dimension = number | string

export type AttributeValue =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] | BigInt64Array }
  | { readonly strings: readonly string[] }
  | { readonly tensor: OnnxTensor }

export interface OnnxNode {
  readonly name: string
  readonly opType: string
  /** '' is the standard domain. */
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, AttributeValue>>
  readonly doc: string
}

/** A constant of the model. Its bytes lie in it, or in a file beside the model. */
export interface OnnxTensor {
  readonly name: string
  readonly type: ElementType
  readonly dims: readonly number[]
  readonly content:
    | { readonly kind: 'raw'; readonly bytes: Uint8Array }
    | { readonly kind: 'strings'; readonly words: readonly string[] }
    | { readonly kind: 'external'; readonly location: string; readonly length: number }
}

export interface OnnxValue {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly Dimension[]
  readonly doc: string
}

export interface OnnxModel {
  readonly name: string
  readonly irVersion: number
  readonly opsets: readonly { readonly domain: string; readonly version: number }[]
  readonly producer: { readonly name: string; readonly version: string }
  readonly doc: string
  readonly metadata: readonly { readonly key: string; readonly value: string }[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  readonly initializers: readonly OnnxTensor[]
  readonly nodes: readonly OnnxNode[]
}
