/** `npm start`: from a fresh clone to a trained, calibrated, exported and verified model of the synthetic ads. */
import { must, root, setUp } from './setup.mjs'

setUp()
must(process.execPath, [`${root}scripts/build.mjs`])
must(process.execPath, [`${root}examples/synthetic-ads/run.mjs`, ...process.argv.slice(2)])
