import { InvalidArgumentError } from 'commander';
import type { App, Outcome } from './app.ts';

/** A command as the program has it. */
export interface CommandSpec {
  /** Its name and arguments: `diff <ref> <ref>`; a group's name comes first: `dataset list`. */
  readonly usage: string;
  readonly description: string;
  /** Examples of how to call it. */
  readonly examples?: readonly string[];
  /** Flags, what they mean, and how their text is read where it is not text. */
  readonly options?: readonly (readonly [
    flags: string,
    description: string,
    read?: (text: string) => unknown,
  ])[];
  /** Loads the command's own file, so that no command pays for the others. */
  run(app: App, args: readonly string[], options: object): Promise<Outcome>;
}

const SELECTION = [
  ['--part <part>', 'train, validation, test, or any part that the split declares; default: all'],
  ['--columns <names>', 'only these, joined by commas, in this order'],
  ['--fold <i/k>', 'only the i-th of k folds, such as 2/5'],
  ['--except-fold <i/k>', 'all but the i-th of k folds'],
  ['--sample <share>', 'only a sample of the keys, such as 0.01'],
  ['--at-most <n>', 'only the first so many of them', wholeCount],
] as const;

export const COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'snapshot <name>',
    description: 'make a version of a dataset',
    examples: [
      'tidemark snapshot orders',
      'tidemark snapshot orders --watermark 2020-10-31 --tag baseline',
      'tidemark snapshot orders --dry-run',
    ],
    options: [
      ['--watermark <time>', 'up to which instant, exclusive; default: now less the delay, floored'],
      ['--full', 'digest every partition again'],
      ['--dry-run', 'say what would be digested, and make no version'],
      ['--tag <tag>', 'tag the version in the same transaction'],
    ],
    run: async (app, [name = ''], options) =>
      (await import('./commands/snapshot.ts')).snapshotCommand(app, name, options),
  },
  {
    usage: 'versions <name>',
    description: 'list the versions of a dataset, newest first',
    examples: ['tidemark versions orders --limit 5'],
    options: [['--limit <n>', 'at most so many', wholeNumber]],
    run: async (app, [name = ''], options) =>
      (await import('./commands/versions.ts')).versionsCommand(app, name, options),
  },
  {
    usage: 'history <name>',
    description:
      'what a snapshot of each version’s watermark would give today, and from where it can be read',
    examples: ['tidemark history orders --limit 10'],
    options: [['--limit <n>', 'only the newest so many', wholeNumber]],
    run: async (app, [name = ''], options) =>
      (await import('./commands/history.ts')).historyCommand(app, name, options),
  },
  {
    usage: 'show <ref>',
    description: 'what is known of a version',
    examples: [
      'tidemark show orders@latest',
      "tidemark show orders@66a6u2 --manifest | tr -d '\\n' | sha256sum",
    ],
    options: [['--manifest', 'the manifest alone, in the form that is hashed']],
    run: async (app, [ref = ''], options) =>
      (await import('./commands/show.ts')).showCommand(app, ref, options),
  },
  {
    usage: 'diff <ref> [ref]',
    description: 'how two versions differ; row by row where they are archived',
    examples: [
      'tidemark diff orders@2020-10-30 orders@latest',
      'tidemark diff orders@baseline --rows --key order_id',
    ],
    options: [
      ['--rows', 'list rows added, gone and changed; without a second REF, against the source as it is now'],
      [
        '--key <names>',
        'with --rows: columns by which a row is known; default: of row mode latest, else of the split',
      ],
      ['--limit <n>', 'with --rows: at most so many; default: 100', wholeNumber],
    ],
    run: async (app, [left = '', right], options) =>
      (options as { readonly rows?: boolean }).rows
        ? (await import('./commands/diff-rows.ts')).diffRowsCommand(app, left, right, options)
        : (await import('./commands/diff.ts')).diffCommand(app, left, right),
  },
  {
    usage: 'verify <ref>',
    description: 'recompute a version from where it is kept; exit 1 where it drifted',
    examples: ['tidemark verify orders@latest', 'tidemark verify orders@baseline --from archive --sample 5%'],
    options: [
      ['--from <place>', 'archive, pin, source or past; default: the first of the first three that has it'],
      ['--sample <share>', 'only a share of the partitions, such as 5%; others each day'],
    ],
    run: async (app, [ref = ''], options) =>
      (await import('./commands/verify.ts')).verifyCommand(app, ref, options),
  },
  {
    usage: 'tag <ref> <tag>',
    description: 'name a version; moves the tag where it exists',
    examples: ['tidemark tag orders@latest production'],
    run: async (app, [ref = '', tag = '']) => (await import('./commands/tag.ts')).tagCommand(app, ref, tag),
  },
  {
    usage: 'keep [ref] [mode]',
    description:
      'how a version is kept: archive, in the store; pin, by the warehouse; reference, by its source alone',
    examples: [
      'tidemark keep orders@baseline archive',
      'tidemark keep orders@baseline reference',
      'tidemark keep --expiring 2d archive',
      'tidemark keep --expiring 2d pin orders',
    ],
    options: [
      [
        '--expiring <duration>',
        'all versions, or those of a dataset, that nothing is recorded to hold for longer; instead of REF: archive or pin, then the dataset; exit 1 where one could not be kept',
      ],
    ],
    run: async (app, args, options) => (await import('./commands/keep.ts')).keepCommand(app, args, options),
  },
  {
    usage: 'pins',
    description: 'the versions that warehouses keep by themselves, and until when',
    run: async (app) => (await import('./commands/keep.ts')).pinsCommand(app),
  },
  {
    usage: 'store check',
    description: 'hold the store against the catalog; exit 1 where objects are missing, torn or damaged',
    examples: ['tidemark store check', 'tidemark store check --read-data --repair'],
    options: [
      ['--read-data', 'read every byte, and compare its SHA-256; else lengths alone'],
      [
        '--repair',
        'bring what is faulty again, from the pin or the source, where that still holds the version',
      ],
    ],
    run: async (app, _, options) => (await import('./commands/store.ts')).storeCheckCommand(app, options),
  },
  {
    usage: 'store prune',
    description: 'remove objects that no archived version of this catalog needs',
    examples: ['tidemark store prune --dry-run'],
    options: [['--dry-run', 'say what would be removed, and remove nothing']],
    run: async (app, _, options) => (await import('./commands/store.ts')).storePruneCommand(app, options),
  },
  {
    usage: 'sql <ref>',
    description: 'the query that gives exactly those rows, in the warehouse’s SQL',
    examples: ['tidemark sql orders@latest --part train'],
    options: SELECTION,
    run: async (app, [ref = ''], options) =>
      (await import('./commands/sql.ts')).sqlCommand(app, ref, options),
  },
  {
    usage: 'read <ref>',
    description: 'read a version, after verifying it',
    examples: [
      'tidemark read orders@latest --part train -o train.parquet',
      'tidemark read orders@66a6u2 --part test --columns order_id,amount --format ndjson | head',
      'tidemark read orders@baseline --part train --except-fold 2/5 --sample 0.01 -o fold.csv',
    ],
    options: [
      ...SELECTION,
      ['--format <format>', 'parquet, arrow, csv or ndjson; default: by the file’s ending, else csv'],
      ['-o, --output <file>', 'write a file, whole or not at all; default: standard output'],
      ['--from <place>', 'archive, pin, source or past; default: the first of them that has it'],
      ['--unverified', 'read what the source holds now, without proving that it is the version'],
    ],
    run: async (app, [ref = ''], options) =>
      (await import('./commands/read.ts')).readCommand(app, ref, options),
  },
  {
    usage: 'export <ref> <place>',
    description: 'write a version as a folder that datasets, mlcroissant and others open, after verifying it',
    examples: [
      'tidemark export orders@baseline orders-baseline',
      'tidemark export orders@latest s3://bucket/exports/orders --part train,test --columns order_id,amount',
    ],
    options: [
      ['--part <parts>', 'only these, joined by commas; default: all'],
      ['--columns <names>', 'only these, joined by commas, in this order'],
      ['--rows-per-file <n>', 'rows in a file, but for the last of each part; default: 1000000', wholeCount],
      ['--license <name>', 'the licence that the dataset card names, such as cc-by-4.0'],
      ['--from <place>', 'archive, pin or source; default: the first of them that has it'],
    ],
    run: async (app, [ref = '', place = ''], options) =>
      (await import('./commands/export.ts')).exportCommand(app, ref, place, options),
  },
  {
    usage: 'dataset list',
    description: 'the declared datasets',
    run: async (app) => (await import('./commands/dataset.ts')).datasetListCommand(app),
  },
  {
    usage: 'dataset check [name]',
    description: 'bind one, or all, to their tables; exit 1 where that fails',
    examples: ['tidemark dataset check orders'],
    run: async (app, [name]) => (await import('./commands/dataset.ts')).datasetCheckCommand(app, name),
  },
  {
    usage: 'doctor',
    description: 'check connections, known answers and permissions; exit 1 where one fails',
    run: async (app) => (await import('./commands/doctor.ts')).doctorCommand(app),
  },
];

function wholeCount(text: string): bigint {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1.');
  return BigInt(text);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1.');
  return Number(text);
}
