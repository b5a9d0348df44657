/** tf.gather's own gradient is UnsortedSegmentSum, which the wasm backend lacks; ScatterNd is everywhere and adds duplicates. */

export const addRows = {
  source: `
/** The sum of the rows of dy by index, as a tensor of \`shape\`: what gatherRows hands back. */
function addRows(dy, index, shape) {
  return tf.scatterND(tf.reshape(index, [index.size, 1]), tf.reshape(dy, [index.size, ...shape.slice(1)]), shape)
}`,
}

export const gatherRows = {
  calls: ['addRows'],
  source: `
/** Rows of x by an int32 index of any shape. */
function gatherRows(x, index) {
  const gather = tf.customGrad((x, save) => {
    save([index]) // tf disposes of it before the gradient where it is a value of the graph
    return { value: tf.gather(x, index), gradFunc: (dy, [index]) => addRows(dy, index, x.shape) }
  })
  return gather(x)
}`,
}

export const collectRows = {
  calls: ['addRows'],
  source: `
/** The sum of the rows of x by group: row i belongs to group index[i] of the groups that \`offsets\` counts. */
function collectRows(x, index, offsets) {
  const count = offsets[offsets.length - 1]
  const collect = tf.customGrad((x, save) => {
    save([index])
    return { value: addRows(x, index, [count, ...x.shape.slice(1)]), gradFunc: (dy, [index]) => tf.gather(dy, index) }
  })
  return collect(x)
}`,
}
