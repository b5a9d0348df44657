/** `npm run check:formats`: bundles test/formats/try-all.ts and runs it. */
import { must, setUp } from './setup.mjs'

setUp()
const { bundled } = await import('./bundled.mjs')
must(process.execPath, [await bundled('test/formats', 'try-all'), ...process.argv.slice(2)])
