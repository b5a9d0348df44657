/** tf's own gradient of max reaches every maximal element; ours the first. Ties are common after masks and relu. */
export const maxAlong = {
  source: `
/** Maximum along an axis; its gradient goes to the first maximal element. */
function maxAlong(x, axis) {
  const max = tf.customGrad((x, save) => {
    save([x])
    return {
      value: tf.max(x, axis),
      gradFunc: (dy, [x]) => {
        if (x.shape[axis] === 1) return tf.expandDims(dy, axis) // tf.oneHot takes two or more
        const first = tf.oneHot(tf.argMax(x, axis), x.shape[axis]) // the axis is now the last
        const last = x.shape.length - 1
        const back = x.shape.map((_, a) => (a < axis ? a : a === axis ? last : a - 1))
        return tf.mul(tf.expandDims(dy, axis), tf.cast(tf.transpose(first, back), 'float32'))
      },
    }
  })
  return max(x)
}`,
}
