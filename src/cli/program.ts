import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { App, OpenApp, Outcome } from './app.ts';
import { EXIT } from './exit-code.ts';
import { type CommonOptions, reportError, runCommand } from './run-command.ts';

/** What the command line needs from outside. */
export interface ProgramDependencies {
  readonly version: string;
  readonly openApp: OpenApp;
  /** Writes a starting config. @returns the files written */
  readonly writeStartingConfig: (folder: string) => Promise<readonly string[]>;
}

const REF_HELP = `
REF names a version: its ID, NAME@ and at least 6 characters of its hash, NAME@latest,
NAME@2020-10-31 (the newest with that watermark), or NAME@TAG.`;

/** The command line. Commands are loaded when they are called, so that none pays for the others. */
function createProgram({ version, openApp, writeStartingConfig }: ProgramDependencies): Command {
  const program = new Command('tidemark')
    .description('Immutable versions and deterministic splits of warehouse tables.')
    .version(version)
    .option('--config <path>', 'config file; else $TIDEMARK_CONFIG, else the nearest config/tidemark.yaml')
    .showHelpAfterError('(add --help for how to call it)')
    .exitOverride();

  const add = (parent: Command, usage: string, description: string, help = ''): Command =>
    parent
      .command(usage)
      .description(description)
      .option('--json', 'print JSON with stable keys; counts are text')
      .option('--config <path>', 'config file')
      .addHelpText('after', help)
      .exitOverride();
  const run =
    <A extends unknown[], O extends CommonOptions>(
      work: (app: App, options: O, args: A) => Promise<Outcome>,
    ) =>
    (...given: unknown[]): Promise<void> => {
      const command = given.at(-1) as Command;
      return runCommand<O>(openApp, command, (app, options) => work(app, options, given.slice(0, -2) as A));
    };

  add(program, 'snapshot <name>', 'make a version of a dataset', SNAPSHOT_HELP)
    .option('--watermark <time>', 'up to which instant, exclusive; default: now less the delay, floored')
    .option('--full', 'digest every partition again')
    .option('--dry-run', 'say what would be digested, and make no version')
    .option('--tag <tag>', 'tag the version in the same transaction')
    .action(
      run<[string], object>(async (app, options, [name]) =>
        (await import('./commands/snapshot.ts')).snapshotCommand(app, name, options),
      ),
    );
  add(
    program,
    'versions <name>',
    'list the versions of a dataset, newest first',
    '\nExample:\n  tidemark versions orders --limit 5',
  )
    .option('--limit <n>', 'at most so many', wholeNumber)
    .action(
      run<[string], object>(async (app, options, [name]) =>
        (await import('./commands/versions.ts')).versionsCommand(app, name, options),
      ),
    );
  add(
    program,
    'show <ref>',
    'what is known of a version',
    `${REF_HELP}\n\nExamples:\n  tidemark show orders@latest\n  tidemark show orders@66a6u2 --manifest | tr -d '\\n' | sha256sum`,
  )
    .option('--manifest', 'the manifest alone, in the form that is hashed')
    .action(
      run<[string], object>(async (app, options, [ref]) =>
        (await import('./commands/show.ts')).showCommand(app, ref, options),
      ),
    );
  add(
    program,
    'diff <ref> <ref>',
    'how two versions differ',
    `${REF_HELP}\n\nExample:\n  tidemark diff orders@2020-10-30 orders@latest`,
  ).action(
    run<[string, string], object>(async (app, _, [left, right]) =>
      (await import('./commands/diff.ts')).diffCommand(app, left, right),
    ),
  );
  add(
    program,
    'verify <ref>',
    'recompute a version from its source; exit 1 where it drifted',
    `${REF_HELP}\n\nExample:\n  tidemark verify orders@latest`,
  ).action(
    run<[string], object>(async (app, _, [ref]) =>
      (await import('./commands/verify.ts')).verifyCommand(app, ref),
    ),
  );
  add(
    program,
    'tag <ref> <tag>',
    'name a version; moves the tag where it exists',
    `${REF_HELP}\n\nExample:\n  tidemark tag orders@latest production`,
  ).action(
    run<[string, string], object>(async (app, _, [ref, tag]) =>
      (await import('./commands/tag.ts')).tagCommand(app, ref, tag),
    ),
  );
  selectionOptions(
    add(
      program,
      'sql <ref>',
      'the query that gives exactly those rows, in the warehouse’s SQL',
      `${REF_HELP}\n\nExample:\n  tidemark sql orders@latest --part train`,
    ),
  ).action(
    run<[string], object>(async (app, options, [ref]) =>
      (await import('./commands/sql.ts')).sqlCommand(app, ref, options),
    ),
  );
  selectionOptions(add(program, 'read <ref>', 'read a version, after verifying it', READ_HELP))
    .option('--format <format>', 'parquet, csv or ndjson; default: by the file’s ending, else csv')
    .option('-o, --output <file>', 'write a file, whole or not at all; default: standard output')
    .option('--unverified', 'read what the source holds now, without proving that it is the version')
    .action(
      run<[string], object>(async (app, options, [ref]) =>
        (await import('./commands/read.ts')).readCommand(app, ref, options),
      ),
    );

  const dataset = program.command('dataset').description('the declared datasets').exitOverride();
  add(dataset, 'list', 'list them').action(
    run(async (app) => (await import('./commands/dataset.ts')).datasetListCommand(app)),
  );
  add(dataset, 'check [name]', 'bind one, or all, to their tables; exit 1 where that fails').action(
    run<[string | undefined], object>(async (app, _, [name]) =>
      (await import('./commands/dataset.ts')).datasetCheckCommand(app, name),
    ),
  );
  add(program, 'doctor', 'check connections, known answers and permissions; exit 1 where one fails').action(
    run(async (app) => (await import('./commands/doctor.ts')).doctorCommand(app)),
  );
  program
    .command('init [folder]')
    .description('write a commented config to start from')
    .option('--json', 'print JSON with stable keys')
    .addHelpText('after', '\nExample:\n  tidemark init && tidemark dataset check')
    .exitOverride()
    .action(async (folder: string | undefined, options: { json?: boolean }) => {
      try {
        const files = await writeStartingConfig(folder ?? '.');
        process.stdout.write(
          options.json ? `${JSON.stringify({ files })}\n` : `wrote ${files.join(' and ')}\n`,
        );
      } catch (error) {
        reportError(error, options.json ?? false);
      }
    });
  return program;
}

/** Runs the command line. Sets the process's exit code, and returns when all is done. */
export async function runProgram(dependencies: ProgramDependencies, argv: readonly string[]): Promise<void> {
  try {
    await createProgram(dependencies).parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportError(error, false);
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  }
}

function selectionOptions(command: Command): Command {
  return command
    .option('--part <part>', 'train, validation, test, or any part that the split declares; default: all')
    .option('--columns <names>', 'only these, joined by commas, in this order')
    .option('--fold <i/k>', 'only the i-th of k folds, such as 2/5')
    .option('--except-fold <i/k>', 'all but the i-th of k folds')
    .option('--sample <share>', 'only a sample of the keys, such as 0.01');
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1.');
  return Number(text);
}

const SNAPSHOT_HELP = `
Examples:
  tidemark snapshot orders
  tidemark snapshot orders --watermark 2020-10-31 --tag baseline
  tidemark snapshot orders --dry-run`;

const READ_HELP = `${REF_HELP}

Examples:
  tidemark read orders@latest --part train -o train.parquet
  tidemark read orders@66a6u2 --part test --columns order_id,amount --format ndjson | head
  tidemark read orders@baseline --part train --except-fold 2/5 --sample 0.01 -o fold.csv`;
