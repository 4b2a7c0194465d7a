import { bold, cyan, dim } from '../src/cli/style.ts';

const INDENT = '  ';

export function title(text: string): void {
  write(bold(text));
}

/** Begins a scene. */
export function heading(text: string): void {
  write(`\n${bold(cyan(text))}`);
}

/** A line or two in the story's own words. */
export function say(...lines: readonly string[]): void {
  for (const line of lines) write(line);
}

/** What the story found out itself. */
export function finding(...lines: readonly string[]): void {
  for (const line of lines) write(`${INDENT}${line}`);
}

/** A command as a user types it. */
export function showCommand(text: string): void {
  write(`${INDENT}${dim('$')} ${bold(`npx tidemark ${text}`)}`);
}

/** What a command printed. @param most lines; an ellipsis follows where there were more, but for none */
export function showOutput(text: string, most: number): void {
  const lines = text.split('\n');
  const shown = lines.slice(0, most);
  for (const [index, line] of shown.entries()) {
    const cut = index === shown.length - 1 && shown.length < lines.length;
    write(line === '' ? '' : `${INDENT}${line}${cut ? dim(' …') : ''}`);
  }
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
