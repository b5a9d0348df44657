import { isFitted } from '../graph/graph.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import type { Host } from '../host/host.ts'
import type { CompiledModel } from '../language/elaborate/compile-model.ts'
import { readVocabulary } from '../rows/vocabularies.ts'

/** Words of vocabulary files; a vocabulary that is to be fitted has none yet, every word is out-of-vocabulary. Errors: CTR4050. */
export const unfittedVocabularies = (
  host: Host,
  { spec, origins, graph }: CompiledModel,
): ReadonlyMap<string, Vocabulary> =>
  new Map(
    graph.tables.flatMap(({ name, rule }): [string, Vocabulary][] => {
      if (rule.kind !== 'vocabulary') return []
      const table = spec.tables.get(name)
      if (table !== undefined && !isFitted(rule)) return [[name, readVocabulary(host, table, origins)]]
      return [
        [
          name,
          rule.of === 'id'
            ? { table: name, of: 'id', ids: new BigInt64Array() }
            : { table: name, of: 'string', words: [] },
        ],
      ]
    }),
  )
