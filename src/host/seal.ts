import { sha256Of } from './sha256.ts'

/**
 * A file that holds its own digest: the SHA-256 of its bytes as they are with zeros in the digest's place. So a file and its digest are
 * written at once, and no kill between two writes leaves a file beside the digest of another.
 */
export const blankDigest = '0'.repeat(64)

/** JSON text with a last field `digest`. `value` has no such field. */
export function sealedJson(value: object): string {
  const text = jsonText({ ...value, digest: blankDigest })
  const digest = sha256Of(text)
  return jsonText({ ...value, digest })
}

/** Whether a sealed file's text is what was written with this digest. */
export const isSealed = (text: string, digest: string): boolean => sha256Of(blanked(text, digest)) === digest

/** The text with zeros where its digest stands: the last place, so that no other field is taken for it. */
function blanked(text: string, digest: string): string {
  const at = text.lastIndexOf(digest)
  return at < 0 ? text : text.slice(0, at) + blankDigest + text.slice(at + digest.length)
}

const jsonText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`
