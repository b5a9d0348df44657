import type { Host } from '../../host/host.ts'
import type { CompiledModel } from '../../language/elaborate/compile-model.ts'
import { projectOf } from '../../language/resolve/project.ts'
import type { RunFolder } from './run-folder.ts'

/** The project whose files a run's query may read: that of its spec, or, where the spec is no longer there, the one that the run lies in. */
export const projectOfRun = (host: Host, files: RunFolder, { entry }: Pick<CompiledModel, 'entry'>): string =>
  projectOf(host, host.exists(entry) ? entry : host.resolve(files.record))
