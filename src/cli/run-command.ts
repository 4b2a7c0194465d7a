import type { Command } from 'commander';
import { TidemarkError } from '../base/errors.ts';
import type { App, OpenApp, Outcome } from './app.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { isClosedPipe, writeOut } from './write-out.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/**
 * Runs a command and reports: its outcome to standard output, or what went wrong in one line. The process's
 * exit code is set; it is not ended, so that what is still being written gets out.
 */
export async function runCommand<O extends CommonOptions>(
  openApp: OpenApp,
  command: Command,
  work: (app: App, options: O) => Promise<Outcome>,
): Promise<void> {
  const options = command.optsWithGlobals<O>();
  let app: App | undefined;
  try {
    app = await openApp(options.config);
    const outcome = await work(app, options);
    const output = options.json ? JSON.stringify(outcome.json, null, 2) : outcome.text;
    if (output !== '') await writeOut(`${output}\n`);
    process.exitCode = outcome.exitCode ?? EXIT.done;
  } catch (error) {
    if (isClosedPipe(error)) process.exitCode = EXIT.done;
    else reportError(error, options.json ?? false);
  } finally {
    await app?.close();
  }
}

/** One line for people on standard error; with `--json` an object on standard output beside it. */
export function reportError(error: unknown, json: boolean): void {
  if (error instanceof TidemarkError) {
    process.exitCode = exitCodeOf(error.kind);
    process.stderr.write(`error: ${error.message.replaceAll('\n', ' ')} [${error.code}]\n`);
    if (json) {
      const { code, kind, message, details } = error;
      process.stdout.write(`${JSON.stringify({ error: { code, kind, message, ...details } }, null, 2)}\n`);
    }
    return;
  }
  process.exitCode = EXIT.bug;
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `error: ${text.replaceAll('\n', ' ')} [bug] This is a fault in Tidemark; please report it.\n`,
  );
  if (process.env['TIDEMARK_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}
