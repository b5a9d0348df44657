import description from '../../../package.json' with { type: 'json' }

export const version: string = description.version

/** The version and what it runs on, by the exact versions of package.json: nothing is loaded. */
export const versionLine = [
  `ctrc ${version}`,
  `Node ${process.versions.node} on ${process.platform} ${process.arch}`,
  `ONNX Runtime ${description.dependencies['onnxruntime-node']}`,
  `DuckDB ${description.dependencies['@duckdb/node-api']}`,
  `TensorFlow.js ${description.dependencies['@tensorflow/tfjs']}`,
].join(', ')
