import { impressionsCsv } from './impressions.ts'
import specs from './template/*.ctr'
import guides from './template/*.md'
import towers from './template/towers/*.ctr'

/** The files of a new project, by path within it. */
export function newProject(): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(specs).map(([name, text]) => [`${name}.ctr`, text] as const),
    ...Object.entries(towers).map(([name, text]) => [`towers/${name}.ctr`, text] as const),
    ['README.md', guides.readme ?? ''],
    ['ctrc.json', '{}\n'],
    ['.gitignore', 'runs/\nmodels/\n'],
    ['data/impressions.csv', impressionsCsv()],
  ])
}
