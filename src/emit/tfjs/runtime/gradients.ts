/** Derived by tf itself: nothing of ctrc's own differentiation is in here. */
export const gradients = `
/** The losses, and the gradient of the total loss by parameter (tables: by the batch's rows), as tf derives it. */
function gradients(params, batch) {
  return tf.tidy(() => {
    const kept = {}
    const objective = (...tensors) => {
      const { loss, losses } = lossesOf({ ...params, ...Object.fromEntries(trained.map((name, i) => [name, tensors[i]])) }, batch)
      for (const [task, value] of Object.entries(losses)) kept[task] = tf.keep(tf.clone(value)) // tf disposes of them else
      return loss
    }
    const { value, grads } = tf.valueAndGrads(objective)(trained.map((name) => params[name]))
    const losses = Object.fromEntries(Object.entries(kept).map(([task, tensor]) => [task, tf.clone(tensor)]))
    tf.dispose(kept)
    return { loss: value, losses, gradients: Object.fromEntries(trained.map((name, i) => [name, grads[i]])) }
  })
}`
