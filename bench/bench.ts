import type { Finding } from './finding.ts';
import { type Flags, readFlags, usage } from './flags.ts';
import { describeMachine } from './machine.ts';
import { measureArchive } from './measure-archive.ts';
import { measureArchivePostgres } from './measure-archive-postgres.ts';
import { measureMariadb, measurePostgres, measureSqlite } from './measure-engines.ts';
import { measureRead } from './measure-read.ts';
import { measureShow } from './measure-show.ts';
import { measureSnapshot } from './measure-snapshot.ts';
import { measureStartup } from './measure-startup.ts';
import { createPlace, type Place } from './place.ts';
import { printFindings } from './print-findings.ts';
import { recordFindings } from './record-findings.ts';

/*
 * `npm run bench` measures what docs promise. Every figure is a ratio of two things measured in turn in this
 * run, or a peak of memory, so that it means the same on a slow and on a busy machine.
 */

const MEASURES: Readonly<Record<string, (place: Place) => Promise<readonly Finding[]>>> = {
  startup: measureStartup,
  show: measureShow,
  snapshot: measureSnapshot,
  read: measureRead,
  archive: measureArchive,
  'archive-postgres': measureArchivePostgres,
  postgres: measurePostgres,
  mariadb: measureMariadb,
  sqlite: measureSqlite,
};

async function main(flags: Flags, started: Date): Promise<void> {
  const place = await createPlace(flags.rows, (line) => process.stderr.write(`${line}\n`));
  const findings: Finding[] = [];
  try {
    for (const [name, measure] of Object.entries(MEASURES)) {
      if (flags.only === undefined || flags.only === name) findings.push(...(await measure(place)));
    }
  } finally {
    await place.remove();
  }
  process.stdout.write(`${printFindings(findings)}\n`);
  if (flags.quick) process.stdout.write('\nA quick run: nothing was recorded.\n');
  else await recordFindings(findings, { machine: describeMachine(), rows: flags.rows, started });
}

const flags = readFlags(process.argv.slice(2), Object.keys(MEASURES));
if (typeof flags === 'string') {
  process.stderr.write(`${flags}\n${usage(Object.keys(MEASURES))}\n`);
  process.exitCode = 2;
} else {
  await main(flags, new Date());
}
