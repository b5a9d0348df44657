export const stopGradient = {
  source: `
/** x as a constant: tf has no such op. */
const stopGradient = tf.customGrad((x) => ({ value: tf.clone(x), gradFunc: (dy) => tf.zerosLike(dy) }))`,
}
