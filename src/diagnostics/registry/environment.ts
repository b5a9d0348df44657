import { entry } from '../entry.ts'
import { tooMuchMemory } from '../memory-wording.ts'
import { didYouMean } from '../wording.ts'

interface Place {
  readonly path: string
  /** Whether it lies in the temporary folder, which no option of a command names. */
  readonly isTemporary?: boolean
}

/** What is added where the file is temporary, and what where it is not. */
const ofTemporary = ({ isTemporary = false }: Place, otherwise = ''): string =>
  isTemporary ? ': it is a temporary file, and TMPDIR names the folder for these' : otherwise

/**
 * CTR9001-CTR9999: files, disk, engines, usage, features that are not implemented yet. The range determines the exit code (src/tools/cli/exit-codes.ts):
 * 90xx the environment, 91xx a file that is not what it should be, 92xx usage, 99xx a defect of ctrc itself.
 */
export const environmentDiagnostics = {
  CTR9001: entry({
    title: 'disk-full',
    severity: 'error',
    message: (at: Place) => `no space is left to write '${at.path}'${ofTemporary(at, '; what was there is unchanged')}`,
  }),
  CTR9002: entry({
    title: 'read-only',
    severity: 'error',
    message: (at: Place) => `'${at.path}' is on a read-only file system${ofTemporary(at)}`,
  }),
  CTR9003: entry({
    title: 'permission-denied',
    severity: 'error',
    message: (at: Place) => `no permission to use '${at.path}'${ofTemporary(at)}`,
  }),
  CTR9004: entry({
    title: 'is-a-folder',
    severity: 'error',
    message: (at: { path: string }) => `'${at.path}' is a folder where a file was expected`,
  }),
  CTR9005: entry({
    title: 'file-operation-failed',
    severity: 'error',
    message: (at: Place & { reason: string }) => `'${at.path}' could not be used: ${at.reason}${ofTemporary(at)}`,
  }),
  CTR9006: entry({
    title: 'run-folder-in-use',
    severity: 'error',
    message: (at: { folder: string; pid: number; machine: string }) =>
      `the run folder '${at.folder}' is in use by process ${at.pid} on ${at.machine}`,
  }),
  CTR9007: entry({
    title: 'engine-missing',
    severity: 'error',
    message: (at: { engine: string; reason: string }) => `${at.engine} does not load here: ${at.reason}`,
  }),
  CTR9008: entry({
    title: 'value-too-large',
    severity: 'error',
    message: (at: { name: string; gigabytes: number }) =>
      `'${at.name}' takes ${at.gigabytes.toFixed(1)} GB, more than this machine holds in one array`,
  }),
  CTR9009: entry({
    title: 'memory-too-small',
    severity: 'error',
    message: tooMuchMemory,
  }),
  CTR9102: entry({
    title: 'not-readable-as-a-file',
    severity: 'error',
    message: (at: { path: string; reason: string }) => `'${at.path}' is not read: ${at.reason}`,
  }),
  CTR9101: entry({
    title: 'not-text',
    severity: 'error',
    message: (at: { path: string }) => `'${at.path}' is not a text file: its bytes are not UTF-8`,
  }),
  CTR9103: entry({
    title: 'not-formatted',
    severity: 'error',
    message: (at: { path: string }) => `'${at.path}' is not in the standard layout: 'ctrc fmt' writes it`,
  }),
  CTR9201: entry({
    title: 'not-implemented',
    severity: 'error',
    message: (at: { what: string }) => `${at.what} is not implemented yet`,
  }),
  CTR9202: entry({
    title: 'wrong-usage',
    severity: 'error',
    message: (at: { reason: string }) => at.reason,
  }),
  CTR9203: entry({
    title: 'unknown-diagnostic',
    severity: 'error',
    message: (at: { code: string; near: string | undefined }) =>
      `there is no diagnostic '${at.code}'${didYouMean(at.near)}`,
  }),
  CTR9204: entry({
    title: 'would-overwrite',
    severity: 'error',
    message: (at: { path: string }) => `'${at.path}' already exists and was left unchanged`,
  }),
  CTR9205: entry({
    title: 'model-not-chosen',
    severity: 'error',
    message: (at: { models: readonly string[] }) =>
      `the program has several models (${at.models.join(', ')}): choose one with --model NAME`,
  }),
  CTR9901: entry({
    title: 'defect',
    severity: 'error',
    message: (at: { reason: string }) =>
      `this is a bug in ctrc, not an error in your input: ${at.reason} (CTRC_DEBUG=1 prints the stack)`,
  }),
}
