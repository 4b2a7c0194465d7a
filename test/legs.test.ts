import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { expect, test } from 'vitest';

/*
 * What no test machine has is BigQuery and Snowflake themselves. Every run prints which claim rests on which leg, so
 * that what was only tried on a stand-in does not pass for tried.
 */
const LEGS = new URL('../docs/legs.md', import.meta.url);
const text = readFileSync(fileURLToPath(LEGS), 'utf8');

test.each(['BigQuery', 'Snowflake'])('what the claims on %s rest on', (warehouse) => {
  const section = text.split(/^## /m).find((s) => s.startsWith(`${warehouse}\n`)) ?? '';
  const [head = [], , ...claims] = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.replaceAll('|', '').trim()),
    );
  expect(head.slice(0, 2)).toEqual(['claim', 'stand-in']);
  expect(claims.length).toBeGreaterThan(10);
  for (const claim of claims) expect(claim.length, claim[0]).toBe(head.length);

  const shown = new Table({
    head: [`${warehouse}: ${head[0]}`, ...head.slice(1)],
    colWidths: [64, ...head.slice(1).map(() => 24)],
    wordWrap: false,
    style: { head: [], border: [] },
  });
  for (const claim of claims) shown.push(claim.map((cell) => cell.replaceAll('`', '')));
  process.stdout.write(`\n${shown.toString()}\n`);
});

test('what is linked is there', () => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) expect(existsSync(fileURLToPath(new URL(link, LEGS))), link).toBe(true);
});
