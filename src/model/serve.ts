export interface Serve {
  /** Levels computed once per key inside the serving graph. */
  readonly dedupe: readonly string[]
  readonly budget: { readonly multiplyAdds: ReadonlyMap<string, number>; readonly parameters: number | undefined }
}
