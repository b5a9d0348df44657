import { library } from '../stdlib/library.ts'
import { libraryFolder } from './sources.ts'

let found: ReadonlyMap<string, string> | undefined

/**
 * The library file of each module that the library exports: `import { pool_mean } from "ctr:std"` loads that file alone.
 * Found in the text, since parsing the whole library to check one tower would cost more than the tower.
 */
export function libraryModules(): ReadonlyMap<string, string> {
  if (found !== undefined) return found
  const modules = new Map<string, string>()
  for (const [name, text] of library)
    for (const [, module] of text.matchAll(/^export module (\w+)/gm))
      if (module !== undefined) modules.set(module, `${libraryFolder}/${name}.ctr`)
  found = modules
  return modules
}
