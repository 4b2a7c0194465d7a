import { afterAll, beforeAll, describe } from 'vitest';
import { archiveTests } from './archive-tests.ts';
import { createBench } from './bench.ts';
import { errorTests } from './error-tests.ts';
import type { Fixture } from './fixture.ts';
import { leftOut } from './held.ts';
import { momentTests } from './moment-tests.ts';
import { partitionTests } from './partition-tests.ts';
import { pinTests } from './pin-tests.ts';
import { readTests } from './read-tests.ts';
import { serverTests } from './server-tests.ts';
import { valueTests } from './value-tests.ts';

/** Holds a connector to the contract. Every engine passes the same suite. */
export function connectorSuite(name: string, open: () => Promise<Fixture>): void {
  describe(`connector ${name}`, () => {
    let fixture: Fixture;
    beforeAll(async () => {
      fixture = await open();
    });
    const bench = createBench(() => fixture);
    afterAll(async () => {
      if (bench.left.size > 0) process.stdout.write(`${leftOut(name, bench.left)}\n`);
      await fixture.close();
    });

    valueTests(bench);
    partitionTests(bench);
    readTests(bench);
    momentTests(bench);
    pinTests(bench);
    archiveTests(bench);
    errorTests(bench);
    serverTests(bench);
  });
}
