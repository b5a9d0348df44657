import fc from 'fast-check'
import { afterAll } from 'vitest'
import { removeTemporaryFolders } from './temporary-folder.ts'

/**
 * Property tests draw the same cases in every run, so that a red run is about the current change; CTRC_TEST_SEED=random looks
 * further, and any number repeats a run.
 */
const asked = process.env.CTRC_TEST_SEED
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked ?? 20_260_425) })

afterAll(removeTemporaryFolders)
