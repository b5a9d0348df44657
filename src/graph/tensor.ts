/** A value on the host, as it goes into and comes out of a runtime. Row-major. */
export type HostTensor =
  | { readonly dtype: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: 'int32'; readonly dims: readonly number[]; readonly data: Int32Array }
  | { readonly dtype: 'int64'; readonly dims: readonly number[]; readonly data: BigInt64Array }
  | { readonly dtype: 'string'; readonly dims: readonly number[]; readonly data: readonly string[] }

export type FloatTensor = Extract<HostTensor, { readonly dtype: 'float32' }>

export const floats = (data: Float32Array, ...dims: readonly number[]): FloatTensor => ({
  dtype: 'float32',
  dims,
  data,
})

export const scalar = (value: number): HostTensor => ({ dtype: 'float32', dims: [], data: Float32Array.of(value) })
