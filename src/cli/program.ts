import { Command, CommanderError } from 'commander';
import type { OpenApp } from './app.ts';
import { COMMANDS, type CommandSpec } from './commands.ts';
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
NAME@2020-10-31 (the newest with that watermark), or NAME@TAG.
`;

/** Runs the command line. Sets the process's exit code, and returns when all is done. */
export async function runProgram(dependencies: ProgramDependencies, argv: readonly string[]): Promise<void> {
  try {
    await createProgram(dependencies).parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportError(error, false);
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  }
}

function createProgram({ version, openApp, writeStartingConfig }: ProgramDependencies): Command {
  const program = new Command('tidemark')
    .description('Immutable versions and deterministic splits of warehouse tables.')
    .version(version)
    .option('--config <path>', 'config file; else $TIDEMARK_CONFIG, else the nearest config/tidemark.yaml')
    .showHelpAfterError('(add --help for how to call it)')
    .exitOverride();
  for (const spec of COMMANDS) addCommand(program, spec, openApp);
  addInit(program, writeStartingConfig);
  return program;
}

function addCommand(program: Command, spec: CommandSpec, openApp: OpenApp): void {
  const [first = '', second = ''] = spec.usage.split(' ');
  const grouped = /^[a-z]/.test(second);
  const parent = grouped ? group(program, first) : program;
  const command = parent
    .command(grouped ? spec.usage.slice(first.length + 1) : spec.usage)
    .description(spec.description)
    .option('--json', 'print JSON with stable keys; counts are text')
    .option('--config <path>', 'config file')
    .addHelpText('after', helpAfter(spec))
    .exitOverride();
  for (const [flags, description, read] of spec.options ?? []) {
    if (read) command.option(flags, description, read);
    else command.option(flags, description);
  }
  command.action(() => {
    const { args } = command;
    return runCommand<CommonOptions>(openApp, command, (app, options) => spec.run(app, args, options));
  });
}

const GROUPS: Readonly<Record<string, string>> = {
  dataset: 'what datasets there are, and whether they fit their tables',
  store: 'what the store of archives holds, and whether it is whole',
};

function group(program: Command, name: string): Command {
  const known = program.commands.find((c) => c.name() === name);
  return (
    known ??
    program
      .command(name)
      .description(GROUPS[name] ?? name)
      .exitOverride()
  );
}

function helpAfter({ usage, examples = [] }: CommandSpec): string {
  const lines = examples.map((example) => `\n  ${example}`).join('');
  const heading = examples.length > 1 ? 'Examples' : 'Example';
  return `${/[<[]ref[>\]]/.test(usage) ? REF_HELP : ''}${lines === '' ? '' : `\n${heading}:${lines}`}`;
}

function addInit(program: Command, writeStartingConfig: ProgramDependencies['writeStartingConfig']): void {
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
}
