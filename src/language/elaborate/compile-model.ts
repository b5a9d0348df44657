import type { Span } from '../../diagnostics/diagnostic.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import type { Host } from '../../host/host.ts'
import { memoryHost } from '../../host/memory.ts'
import type { ModelSpec } from '../../model/model-spec.ts'
import type { Model, SourceProgram } from '../program.ts'
import { declarationTexts } from '../resolve/digest.ts'
import { type Located, modelSpecOf } from '../resolve/model-spec.ts'
import { type GivenSettings, givenSettings } from '../resolve/settings.ts'
import { type Elaborated, elaborate } from './elaborate.ts'

/** A checked model as the stages after the language take it: its settings, its graph, and its positions in the text. */
export interface CompiledModel extends Located<ModelSpec>, Elaborated {
  /** Path of the entry file. */
  readonly entry: string
  /** What `--set` gave it. */
  readonly settings: GivenSettings
  /** The user's own files that the model was made from, by path as `entry` has it: `.ctr` files, queries, vocabularies. */
  readonly sources: ReadonlyMap<string, string>
  /** One text per declaration, by `kind name`: two versions of a model are the same where these are equal. */
  readonly declarations: ReadonlyMap<string, string>
  /** The line of a place, from 1; undefined where its text is not available. */
  lineOf(span: Span): number | undefined
}

/** A host that has the files of a model as they were when it was compiled, and nothing else. */
export const sourcesOf = ({ sources }: CompiledModel): Host => memoryHost(Object.fromEntries(sources))

/** The library is ctrc's own. */
const ownFiles = ({ files }: SourceProgram): readonly (readonly [string, string])[] =>
  [...files.values()].filter(({ path }) => !path.startsWith('ctr:')).map(({ path, text }) => [path, text] as const)

/** Throws DiagnosticError where the model has errors. */
export const compileModel = (program: SourceProgram, model: Model): CompiledModel => ({
  ...modelSpecOf(program, model),
  ...elaborate(program, model),
  entry: program.entry,
  settings: givenSettings(program),
  sources: new Map([...ownFiles(program), ...program.namedFiles].sort(byKey)),
  declarations: declarationTexts(program, model),
  lineOf({ file, start }) {
    return program.files.get(file)?.text.slice(0, start).split('\n').length
  },
})
