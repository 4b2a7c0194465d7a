import { afterAll, beforeAll, describe } from 'vitest';
import { createBench } from './bench.ts';
import { errorTests } from './error-tests.ts';
import type { Fixture } from './fixture.ts';
import { partitionTests } from './partition-tests.ts';
import { readTests } from './read-tests.ts';
import { valueTests } from './value-tests.ts';

/** Holds a connector to the contract. Every engine passes the same suite. */
export function connectorSuite(name: string, open: () => Promise<Fixture>): void {
  describe(`connector ${name}`, () => {
    let fixture: Fixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(() => fixture.close());

    const bench = createBench(() => fixture);
    valueTests(bench);
    partitionTests(bench);
    readTests(bench);
    errorTests(bench);
  });
}
