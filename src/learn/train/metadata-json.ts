import { SafetensorsError } from '../../runtime/safetensors.ts'
import { type SchemaName, schemaFault } from '../../schemas/schema-fault.ts'

/** A JSON text under `name` in a safetensors file's metadata, which has a schema. Throws SafetensorsError where it does not fit. */
export function metadataJson<Value>(
  name: string,
  text: string,
  schema: SchemaName,
  is: (value: unknown) => value is Value,
): Value {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new SafetensorsError(`'${name}' in its metadata is not JSON`)
  }
  if (is(value)) return value
  throw new SafetensorsError(`in the ${name} of its metadata ${schemaFault(schema, value)}`)
}
