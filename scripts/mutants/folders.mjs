/**
 * What is mutated, and the folders of test/ that run for each: those that test it directly. Tests that reach the same code by way
 * of everything else are left out; they take minutes, and what only they notice has no test of its own.
 */
export const folders = {
  graph: { sources: ['src/graph'], tests: ['graph', 'passes', 'emit/onnx'] },
  passes: { sources: ['src/passes'], tests: ['passes', 'serve/scores.test.ts', 'serve/build.test.ts'] },
  check: { sources: ['src/language/check'], tests: ['language/check', 'conformance'] },
  metrics: { sources: ['src/metrics'], tests: ['metrics'] },
  calibrate: { sources: ['src/calibrators', 'src/learn/calibrate'], tests: ['calibrators', 'learn/calibrate'] },
  serve: { sources: ['src/serve'], tests: ['serve'] },
}
