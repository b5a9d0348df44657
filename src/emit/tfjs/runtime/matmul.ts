/** A transposed batchMatMul takes a scalar path on the wasm backend, 15 times slower than transposing first. */

export const swapLast = {
  source: `
/** The last two axes exchanged. */
function swapLast(x) {
  const axes = x.shape.map((_, axis) => axis)
  return tf.transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2])
}`,
}

export const matmul = {
  calls: ['swapLast'],
  source: `
/** a [..., m, k] times b [..., k, n] with equal leading sizes. The gradient transposes explicitly, for the wasm backend. */
const matmul = tf.customGrad((a, b, save) => {
  save([a, b])
  return {
    value: tf.matMul(a, b),
    gradFunc: (dy, [a, b]) => [tf.matMul(dy, swapLast(b)), tf.matMul(swapLast(a), dy)],
  }
})`,
}

export const matmulEach = {
  calls: ['matmul'],
  source: `
/** x [rows, ..., m, k] times w [..., k, n]: one product for each matrix of w, over all rows at once. */
function matmulEach(x, w) {
  const [rows, m, n] = [x.shape[0], x.shape[x.shape.length - 2], w.shape[w.shape.length - 1]]
  const matrices = tf.reshape(w, [-1, ...w.shape.slice(-2)])
  const count = matrices.shape[0]
  const byMatrix = tf.transpose(tf.reshape(x, [rows, count, m, matrices.shape[1]]), [1, 0, 2, 3])
  const product = matmul(tf.reshape(byMatrix, [count, rows * m, matrices.shape[1]]), matrices)
  return tf.reshape(tf.transpose(tf.reshape(product, [count, rows, m, n]), [1, 0, 2, 3]), [...x.shape.slice(0, -1), n])
}`,
}
