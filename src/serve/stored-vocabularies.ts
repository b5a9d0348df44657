import type { Graph } from '../graph/graph.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'

/** The words of the vocabulary tables that a graph reads, as JSON text by table: they are part of its weights. */
export function storedVocabularies(graph: Graph, vocabularies: ReadonlyMap<string, Vocabulary>): string {
  const stored = graph.tables.flatMap(({ name }) => {
    const vocabulary = vocabularies.get(name)
    if (vocabulary === undefined) return []
    return [[name, vocabulary.of === 'id' ? Array.from(vocabulary.ids, String) : vocabulary.words]]
  })
  return JSON.stringify(Object.fromEntries(stored))
}
