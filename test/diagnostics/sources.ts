import type { Sources } from '../../src/diagnostics/sources.ts'

export const sourcesFrom = (texts: Readonly<Record<string, string>>): Sources => ({
  text: (file) => texts[file],
  name: (file) => file,
})
