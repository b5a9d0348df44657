/** tf.where broadcasts by tf.broadcastTo, which gives a wrong shape where there are no rows; so operands come in full. */

export const fit = {
  calls: ['expand'],
  source: `
/** x in this shape: as it is where it has it. */
function fit(x, shape) {
  return x.shape?.join() === shape.join() ? x : expand(x, shape)
}`,
}

export const select = {
  calls: ['fit'],
  source: `
/** a where the condition is not 0, else b. */
function select(condition, a, b) {
  const shape = [condition, a, b]
    .map((x) => x.shape ?? [])
    .reduce((one, other) => tf.broadcast_util.assertAndGetBroadcastShape(one, other))
  return tf.where(tf.notEqual(fit(condition, shape), 0), fit(a, shape), fit(b, shape))
}`,
}

/** tf's own gradient of maximum does not sum a broadcast operand back. */
export const larger = {
  calls: ['fit'],
  source: `
/** The larger of a and b; where they are equal, the gradient is a's. */
function larger(a, b) {
  const aIsLarger = tf.greaterEqual(a, b)
  return tf.where(aIsLarger, fit(a, aIsLarger.shape), fit(b, aIsLarger.shape))
}`,
}
