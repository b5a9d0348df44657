/**
 * Kernels of tfjs's wasm backend that go wrong where an axis is empty, which happens as soon as a batch has no row of some
 * surface (tfjs-backend-wasm 4.22): Sum and BatchMatMul leave their result uninitialised, Transpose and (by it) Max and ArgMax trap with
 * "divide by zero", GatherV2 gives a wrong shape. Gradients that tf derives call them too, so the kernels are wrapped.
 */
export const emptyAxes = `
/**
 * tfjs's wasm kernels misbehave on an empty axis (uninitialised sums and products, traps in transpose and max), which is what a
 * surface without rows in the batch is. These wrappers return zeros for such calls and pass all others on.
 */
function answerEmptyAxes() {
  const matmulShape = ({ a, b }, { transposeA, transposeB }) => [
    ...tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)),
    a.shape[a.shape.length - (transposeA ? 1 : 2)],
    b.shape[b.shape.length - (transposeB ? 2 : 1)],
  ]
  const reducedShape = ({ x }, { axis, reductionIndices, keepDims }) => {
    const axes = tf.util.parseAxisParam(axis ?? reductionIndices ?? null, x.shape)
    return keepDims ? x.shape.map((n, a) => (axes.includes(a) ? 1 : n)) : x.shape.filter((_, a) => !axes.includes(a))
  }
  const gatherShape = ({ x, indices }, { axis }) => [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]
  const resultShapes = {
    BatchMatMul: matmulShape,
    Sum: reducedShape,
    Max: reducedShape,
    ArgMax: reducedShape,
    Transpose: ({ x }, { perm }) => perm.map((axis) => x.shape[axis]),
    GatherV2: gatherShape,
  }
  for (const [kernelName, resultShape] of Object.entries(resultShapes)) {
    const config = tf.getKernel(kernelName, 'wasm')
    if (config === undefined || config.kernelFunc.answersEmptyAxes) continue
    const kernelFunc = (call) => {
      const operands = Object.values(call.inputs)
      if (operands.every((operand) => operand.shape.every((n) => n > 0))) return config.kernelFunc(call)
      const shape = resultShape(call.inputs, call.attrs)
      const dtype = kernelName === 'ArgMax' ? 'int32' : operands[0].dtype
      const zeros = tf.util.makeZerosTypedArray(tf.util.sizeFromShape(shape), dtype)
      return { dataId: call.backend.write(zeros, shape, dtype), shape, dtype }
    }
    kernelFunc.answersEmptyAxes = true
    tf.unregisterKernel(kernelName, 'wasm')
    tf.registerKernel({ ...config, kernelFunc })
  }
}`
