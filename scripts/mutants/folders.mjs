/**
 * What is mutated, and the files and folders of test/ that run for each: those that test it directly. Tests that reach the same
 * code by way of everything else are left out; they take minutes, and what only they notice has no test of its own.
 *
 * `tests` are rounds, quick ones first: what a round does not notice goes on to the next. Many mutants run while a test file is
 * loaded, and so need every file of a round; most are noticed by the first.
 */
export const folders = {
  graph: { sources: ['src/graph'], tests: [['graph'], ['passes/rewrites.test.ts', 'emit/onnx'], ['passes']] },
  passes: {
    sources: ['src/passes'],
    tests: [
      [
        'passes/pass',
        'passes/rewrites',
        'passes/attach-calibration',
        'passes/derive-features',
        'passes/fuse-lookups',
        'passes/training-step',
      ].map(file),
      ['passes/stack-tables', 'passes/fused-training', 'passes/same-scores', 'serve/scores'].map(file),
      ['serve/build'].map(file),
    ],
  },
  check: { sources: ['src/language/check'], tests: [['language/check', 'conformance']] },
  metrics: { sources: ['src/metrics'], tests: [['metrics']] },
  calibrate: {
    sources: ['src/calibrators', 'src/learn/calibrate'],
    tests: [
      ['calibrators', ...['segments', 'calibration-fault'].map((name) => file(`learn/calibrate/${name}`))],
      ['learn/calibrate'],
    ],
  },
  serve: {
    sources: ['src/serve'],
    tests: [
      [
        ...[
          'aligned-lists',
          'digests',
          'key-contract',
          'malformed-inputs',
          'missing-lists',
          'no-features',
          'not-finite',
          'parallel-lists',
          'read-of-export',
        ],
        ...['renamed-weights', 'same-nodes', 'scores', 'sentinels', 'sequences', 'unreadable-words', 'verify'],
      ].map((name) => file(`serve/${name}`)),
      [
        ...['build', 'carried', 'files', 'host-encoding', 'lengths-alone', 'opened-models', 'own-status'],
        ...['refusal', 'wrong-encoding', 'wrong-graph'],
      ].map((name) => file(`serve/${name}`)),
      ['calibrators', 'damaged-export', 'isolation', 'kept-surfaces', 'predict', 'specs', 'standing-alone'].map(
        (name) => file(`serve/${name}`),
      ),
    ],
  },
}

function file(name) {
  return `${name}.test.ts`
}
