/** Masks are inputs, so that every engine drops the same elements. */
export const dropout = {
  source: `
/** x * mask; a batch without the mask is evaluated without dropout. */
function dropout(x, mask) {
  return mask === undefined ? x : tf.mul(x, mask)
}`,
}
