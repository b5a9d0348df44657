/** tf's own gradient of abs is -dy at 0; ours is 0. */
export const abs = {
  source: `
/** |x|, with gradient 0 at 0 (tf's own gives -1). */
const abs = tf.customGrad((x, save) => {
  save([x])
  return { value: tf.abs(x), gradFunc: (dy, [x]) => tf.mul(dy, tf.sign(x)) }
})`,
}
