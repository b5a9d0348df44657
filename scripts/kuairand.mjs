/** `npm run check:kuairand`: the real-data example, where its data is; reports that it is skipped and passes where it is not. */
import { existsSync } from 'node:fs'
import { must, root, setUp } from './setup.mjs'

const data = process.env.KUAIRAND ?? `${root}../shared/data/kuairand`
if (!existsSync(data)) {
  console.log(
    `KuaiRand is not at ${data}: skipped. examples/kuairand/README.md states how to get it; KUAIRAND=DIR names another place.`,
  )
  process.exit(0)
}
setUp()
must(process.execPath, [`${root}scripts/build.mjs`])
must(process.execPath, [`${root}examples/kuairand/run.mjs`, '--root', data, ...process.argv.slice(2)])
