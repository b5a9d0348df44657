export const sliceRows = {
  source: `
/** The rows of surfaces first..end-1; offsets[s] is where the rows of surface s begin. */
function sliceRows(x, offsets, first, end) {
  const rest = x.shape.slice(1)
  return tf.slice(x, [offsets[first], ...rest.map(() => 0)], [offsets[end] - offsets[first], ...rest])
}`,
}

export const repeatRows = {
  calls: ['expand'],
  source: `
/** One value for each row of surfaces first..end-1. */
function repeatRows(x, offsets, first, end) {
  return expand(x, [offsets[end] - offsets[first], ...x.shape])
}`,
}

export const expand = {
  source: `
/** x broadcast to \`shape\`. By addition: tf.broadcastTo gives a wrong shape where there are no rows. */
function expand(x, shape) {
  return tf.add(x, tf.zeros(shape, x.dtype))
}`,
}
