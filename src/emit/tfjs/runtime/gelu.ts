export const gelu = {
  source: `
/** x Phi(x), exact (Hendrycks & Gimpel 2016). */
function gelu(x) {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))
}`,
}
