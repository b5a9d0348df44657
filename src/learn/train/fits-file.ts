import type { Fits } from '../../features/derived/fits.ts'
import type { Host } from '../../host/host.ts'
import { sha256Of } from '../../host/sha256.ts'
import type { CompiledModel } from '../../language/elaborate/compile-model.ts'
import { schemaFault } from '../../schemas/schema-fault.ts'
import { checkDigest, damaged, type RunFolder, readJson } from './run-folder.ts'
import { fitsFrom, fittedIn, type StoredFits, storedFits } from './stored-fits.ts'

/** `fits.json`: what derived features were fitted to, where the model reads one that is. Gives the file's SHA-256; undefined where there is none. */
export function writeFits(
  host: Host,
  files: RunFolder,
  { spec, graph }: CompiledModel,
  fits: Fits,
): string | undefined {
  const names = fittedIn(graph, spec.features)
  if (names.length === 0) return undefined
  const text = `${JSON.stringify(storedFits(spec.features, fits, names), null, 2)}\n`
  host.writeAtomic(files.fits, text)
  return sha256Of(text)
}

/** `digest`: as run.json records it; undefined where it is not to be verified. Errors: CTR5004 where the file is not what the model needs, or not what was written. */
export function readFits(
  host: Host,
  files: RunFolder,
  { spec, graph }: CompiledModel,
  digest: string | undefined,
): Fits {
  const names = fittedIn(graph, spec.features)
  if (names.length === 0) return new Map()
  const found = readJson(host, files.fits, 'fits')
  if (found === undefined) throw damaged(files.fits, 'there is no such file')
  if (digest !== undefined) checkDigest(files.fits, found.text, digest)
  const extra = isStoredFits(found.value) ? Object.keys(found.value).find((name) => !names.includes(name)) : undefined
  if (extra !== undefined) throw damaged(files.fits, `it holds feature '${extra}', of which the model fits nothing`)
  const read = isStoredFits(found.value) ? fitsFrom(spec.features, found.value, names) : 'it is no list of fits'
  if (typeof read === 'string') throw damaged(files.fits, read)
  const [missing] = read.missing
  if (missing !== undefined) throw damaged(files.fits, `it lacks feature '${missing}', which the model fits`)
  return read.fits
}

export const isStoredFits = (value: unknown): value is StoredFits => schemaFault('fits', value) === undefined
