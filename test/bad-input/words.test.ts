import { expect, test } from 'vitest'
import { sql } from '../sql.ts'
import { TestProject } from './project.ts'

// "Trained on 595 rows" was 119 rows, five times each.
test('rows that are seen several times are counted once, and how often is told', async () => {
  const project = new TestProject()
  await project.write()
  const log = project.path('data', 'log.parquet')
  const [counted] = await sql(`select count(*)::int as rows from read_parquet('${log}') where day < 4`)
  const ran = await project.train('run')
  expect(ran.out).toMatch(new RegExp(`^Trained \\d+ steps on ${counted?.rows} rows \\(2 times each\\) in `))
})
