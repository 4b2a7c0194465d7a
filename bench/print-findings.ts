import { green, red, table } from '../src/cli/style.ts';
import { type Finding, figureText, isMet } from './finding.ts';

/** The findings as a table for a terminal. */
export function printFindings(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => [
    isMet(finding) ? green('met') : red('missed'),
    figureText(finding),
    `≤ ${finding.limit} ${finding.unit}`,
    finding.target,
    finding.from,
  ]);
  return table(['', 'figure', 'limit', 'target', 'from'], rows, [1, 2]);
}
