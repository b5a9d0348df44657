/** The formulas of src/passes/optimize.ts, with the same state: Adam on parameters, row-wise Adagrad on tables' rows. */
export const optimizer = `
const isTable = (name) => name.startsWith('table/')

/** Slots of the optimizer's state: Adam's mean and variance, Adagrad's accumulator of each row. */
const slotsOf = (name) =>
  isTable(name)
    ? [\`state/table/\${name.slice('table/'.length)}/accumulator\`]
    : [\`state/parameter/\${name}/mean\`, \`state/parameter/\${name}/variance\`]

/** These parameters with empty slots, before the first step. */
function initialState(params) {
  const slots = {}
  for (const name of trained)
    for (const slot of slotsOf(name)) slots[slot] = tf.zeros(params[name].shape.slice(0, isTable(name) ? 1 : undefined))
  return { params, slots, step: 0 }
}

/** Gradients of the parameters scaled to a common norm of at most \`limit\`; tables' stay as they are. */
function clipped(gradients, limit) {
  const dense = trained.filter((name) => !isTable(name))
  if (limit === undefined || dense.length === 0) return gradients
  const norm = tf.sqrt(tf.addN(dense.map((name) => tf.sum(tf.square(gradients[name])))))
  const factor = tf.div(1, tf.maximum(1, tf.mul(norm, 1 / limit)))
  return { ...gradients, ...Object.fromEntries(dense.map((name) => [name, tf.mul(gradients[name], factor)])) }
}

/** One parameter's next value and slots (Kingma and Ba 2015, with decoupled weight decay). */
function adam(value, slots, gradient, step, hyper) {
  const [mean, variance] = slots
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = hyper
  const { biasCorrection1 = 1 - beta1 ** step, biasCorrection2 = 1 - beta2 ** step } = hyper
  const nextMean = tf.add(mean, tf.mul(tf.sub(gradient, mean), 1 - beta1))
  const nextVariance = tf.add(variance, tf.mul(tf.sub(tf.square(gradient), variance), 1 - beta2))
  const deviation = tf.add(tf.div(tf.sqrt(nextVariance), Math.sqrt(biasCorrection2)), epsilon)
  const stepped = tf.sub(value, tf.mul(tf.div(nextMean, deviation), learningRate / biasCorrection1))
  return [tf.sub(stepped, tf.mul(value, learningRate * weightDecay)), nextMean, nextVariance]
}

/** A table's rows and their accumulators: Adagrad with one accumulator a row, and decay of the rows at hand. */
function rowwiseAdagrad(rows, slots, gradient, hyper) {
  const [accumulator] = slots
  const { tableLearningRate, tableEpsilon = 1e-8, tableWeightDecay = 0 } = hyper
  const next = tf.add(accumulator, tf.mean(tf.square(gradient), 1))
  const rate = tf.expandDims(tf.div(tableLearningRate, tf.add(tf.sqrt(next), tableEpsilon)), 1)
  const stepped = tf.sub(rows, tf.mul(gradient, rate))
  return [tf.sub(stepped, tf.mul(rows, tableLearningRate * tableWeightDecay)), next]
}

/** The losses at \`state\`, and the state after one step. Its tensors are new where they are trained: dispose of the old. */
function trainStep(state, batch, hyper) {
  return tf.tidy(() => {
    const { loss, losses, gradients: raw } = gradients(state.params, batch)
    const step = state.step + 1
    const gradient = clipped(raw, hyper.clip)
    const params = { ...state.params }
    const slots = { ...state.slots }
    for (const name of trained) {
      const names = slotsOf(name)
      const before = names.map((slot) => slots[slot])
      const [value, ...after] = isTable(name)
        ? rowwiseAdagrad(params[name], before, gradient[name], hyper)
        : adam(params[name], before, gradient[name], step, hyper)
      params[name] = value
      names.forEach((slot, i) => {
        slots[slot] = after[i]
      })
    }
    return { loss, losses, state: { params, slots, step } }
  })
}`
