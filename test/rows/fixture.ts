import { DuckDBInstance } from '@duckdb/node-api'
import { newReport } from '../../src/diagnostics/report.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { modelSpecOf } from '../../src/language/resolve/model-spec.ts'
import { resolveProgram } from '../../src/language/resolve/resolve-program.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import type { ModelSpec } from '../../src/model/model-spec.ts'
import type { Origins } from '../../src/model/origins.ts'
import type { Batch } from '../../src/rows/batch.ts'
import { type DatasetOptions, type OpenDataset, openDataset } from '../../src/rows/dataset.ts'
import { temporaryFolder as folderOf } from '../temporary-folder.ts'

export const host = (files: Readonly<Record<string, string>> = {}) => memoryHost(files)

/** The one model and the one dataset of a program's text. */
export function programOf(
  text: string,
  files: Readonly<Record<string, string>> = {},
): {
  spec: ModelSpec
  origins: Origins
  dataset: Dataset
} {
  const { program, diagnostics } = resolveProgram(memoryHost({ ...files, '/main.ctr': text }), '/main.ctr')
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (program === undefined || errors.length > 0)
    throw new Error(errors.map(({ code, message }) => `${code} ${message}`).join('\n'))
  const [model] = program.models.values()
  const { spec, origins } = modelSpecOf(program, model!)
  const [dataset] = spec.datasets.values()
  return { spec, origins, dataset: dataset! }
}

/** A folder that goes when the tests of the file are done. */
export const temporaryFolder = (): string => folderOf('test')

/** Runs SQL: how tests write Parquet, CSV and JSON files. */
export async function sql(...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    for (const statement of statements) await connection.run(statement)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

export async function open(text: string, options: Partial<DatasetOptions> = {}): Promise<OpenDataset> {
  const { spec, origins, dataset } = programOf(text)
  return openDataset(host(), newReport(), spec, dataset, { params: new Map(), origins, ...options })
}

export async function collect(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const result: Batch[] = []
  for await (const batch of batches) result.push(batch)
  return result
}
