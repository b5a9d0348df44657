/** tf.where broadcasts by tf.broadcastTo, which gives a wrong shape where there are no rows; so operands come in full. */

export const fit = {
  calls: ['expand'],
  source: `
/** x in this shape: as it is where it has it. */
function fit(x, shape) {
  return x.shape?.join() === shape.join() ? x : expand(x, shape)
}`,
}

export const commonShape = {
  source: `
/** The shape that operands have together. */
const commonShape = (...operands) =>
  operands
    .map((x) => x.shape ?? [])
    .reduce((one, other) => tf.broadcast_util.assertAndGetBroadcastShape(one, other))`,
}

/** tf has no gradient of most comparisons, and fails where it looks for one behind what is trained. */
export const compared = {
  calls: ['fit', 'commonShape'],
  source: `
/** Whether a comparison of a and b holds, with gradient zero. */
function compared(comparison, a, b) {
  const shape = commonShape(a, b)
  const flat = tf.customGrad((a, b) => ({
    value: comparison(a, b),
    gradFunc: (dy) => [tf.zeros(dy.shape), tf.zeros(dy.shape)],
  }))
  return flat(fit(a, shape), fit(b, shape))
}`,
}

export const flag = {
  calls: ['compared'],
  source: `
/** 1 where a comparison of a and b holds, else 0. */
const flag = (comparison, a, b) => tf.cast(compared(comparison, a, b), 'float32')`,
}

export const select = {
  calls: ['fit', 'commonShape', 'compared'],
  source: `
/** a where the condition is not 0, else b. */
function select(condition, a, b) {
  const shape = commonShape(condition, a, b)
  return tf.where(compared(tf.notEqual, fit(condition, shape), 0), fit(a, shape), fit(b, shape))
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
