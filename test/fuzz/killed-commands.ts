import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface KilledCommand {
  readonly name: string
  readonly args: readonly string[]
  /** What is done behind a kill, to the same end: the command itself, or a training's resumption. */
  readonly again: (folder: string) => readonly string[]
  /** Artifacts that are there whole or not at all: files, or folders that are put in place at once. */
  readonly whole: readonly string[]
  /** What must in the end be as it is undisturbed. */
  readonly gives: readonly string[]
}

const train = (run: string): readonly string[] => ['train', 'spec', '--param', 'root=data', '--run', run]
const resume = (run: string): readonly string[] => ['train', '--run', run, '--resume']

/** Only a run that has its record can be resumed; one that was killed before that begins again. */
const goOn =
  (run: string) =>
  (folder: string): readonly string[] =>
    existsSync(join(folder, run, 'run.json')) ? resume(run) : train(run)

const weights = (run: string): readonly string[] => [
  `${run}/checkpoints/last.safetensors`,
  `${run}/checkpoints/best.safetensors`,
]

const same = (name: string, args: readonly string[], gives: readonly string[]): KilledCommand => ({
  ...{ name, args, gives },
  again: () => args,
  whole: gives,
})

/** In the project of kills-project.ts: `run` is finished, `begun` was cut off, `out` is its export. */
export const killedCommands: readonly KilledCommand[] = [
  { name: 'train', args: train('new'), again: goOn('new'), whole: [], gives: weights('new') },
  { name: 'train --resume', args: resume('begun'), again: goOn('begun'), whole: [], gives: weights('begun') },
  same('calibrate', ['calibrate', 'run'], ['run/calibration.json']),
  same('export', ['export', 'run', '--out', 'out'], ['out']),
  same('export to a new folder', ['export', 'run', '--out', 'fresh'], ['fresh']),
  same('build', ['build', 'spec', '--from', 'run', '--out', 'built'], ['built']),
  same(
    'predict to CSV',
    ['predict', 'out/serving/home_feed', '--input', 'data/many.parquet', '--out', 'scores/o.csv'],
    ['scores/o.csv'],
  ),
  same(
    'predict to Parquet',
    ['predict', 'out/serving/home_feed', '--input', 'data/many.parquet', '--out', 'scores/o.parquet'],
    ['scores/o.parquet'],
  ),
  same('eval', ['eval', 'run', '--split', 'train'], []),
]
