export interface Mutation {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** The file of tests, and a part of the name of the one that must fail. */
  readonly in: string
  readonly test: string
}
export const mutations: readonly Mutation[]
