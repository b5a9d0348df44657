/** `npm run check:mistakes -- --count N --seed S`: bundles test/fuzz/mistakes.ts, which states what it does, and runs it. */
import { must, root, setUp } from './setup.mjs'

setUp()
const { bundled } = await import('./bundled.mjs')
must(process.execPath, [await bundled('test/fuzz', 'mistakes'), ...process.argv.slice(2)], { cwd: root })
