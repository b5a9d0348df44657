/** A step around the updates that are written out above it (update-text.ts). */
export const trainStep = `
/** These parameters with their slots as they are before the first step. */
function initialState(params) {
  const slots = {}
  for (const name of trained) {
    const { by, slots: names } = moves[name]
    names.forEach((slot, i) => {
      slots[slot] = optimizerParts[by].initialSlots[i](params[name])
    })
  }
  return { params, slots, step: 0 }
}

/**
 * The losses at \`state\`, and the state after one step. \`hyper\` may give numbers in the place of the spec's.
 * The state's tensors are new where they are trained: dispose of the old.
 */
function trainStep(state, batch, hyper = {}) {
  return tf.tidy(() => {
    const { loss, losses, gradients: raw } = gradients(state.params, batch)
    const step = state.step + 1
    const numbers = numbersAt(step, hyper)
    const gradient = numbers.clip === undefined ? raw : clipped(raw, 1 / numbers.clip)
    const scalars = Object.fromEntries(Object.entries(optimizerParts).map(([by, parts]) => [by, parts.scalars(numbers)]))
    const params = { ...state.params }
    const slots = { ...state.slots }
    for (const name of trained) {
      const { by, update, slots: names } = moves[name]
      const before = names.map((slot) => slots[slot])
      const [value, ...after] = update(params[name], before, gradient[name], scalars[by])
      params[name] = value
      names.forEach((slot, i) => {
        slots[slot] = after[i]
      })
    }
    return { loss, losses, state: { params, slots, step } }
  })
}`
