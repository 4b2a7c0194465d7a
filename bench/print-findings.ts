import { green, red, table } from '../src/cli/style.ts';
import { type Finding, figureText, limitText, verdict } from './finding.ts';

/** The findings as a table for a terminal. */
export function printFindings(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => [
    verdict(finding) === 'missed' ? red('missed') : green(verdict(finding)),
    figureText(finding),
    limitText(finding),
    finding.target,
    finding.from,
  ]);
  return table(['', 'figure', 'limit', 'target', 'from'], rows, [1, 2]);
}
