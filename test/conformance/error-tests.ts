import { expect, test } from 'vitest';
import { TidemarkError } from '../../src/base/errors.ts';
import { digestPartitions } from '../../src/scan/digest-scan.ts';
import type { Call } from '../../src/source/driver.ts';
import { AT, type Bench, CALL, EVERYTHING, ID, NOON } from './bench.ts';

/** Errors say what a caller can do about them. */
export function errorTests(bench: Bench): void {
  test('says what kind of error it is', async () => {
    const kindOf = async (work: () => Promise<unknown>) =>
      work().then(
        () => 'none',
        (error: unknown) => (error instanceof TidemarkError ? error.code : `not ours: ${String(error)}`),
      );
    const driver = await bench.fixture().source.connect();
    try {
      const aborted: Call = { ...CALL, signal: AbortSignal.abort() };
      expect(await kindOf(() => driver.columns('no_such_table', CALL))).toBe('source-missing');
      expect(await kindOf(() => driver.version(aborted))).toBe('cancelled');
    } finally {
      await driver.close();
    }
    // The short names are those that the queries use inside; a filter must not see them.
    for (const name of ['no_such_column', ...'pthsnkr', '_tidemark_split']) {
      const refused = bench.withTable([ID, AT], [[1n, NOON]], { where: `${name} IS NOT NULL` }, (scope, d) =>
        digestPartitions(scope, d, CALL, EVERYTHING),
      );
      expect(await kindOf(() => refused)).toBe('source-invalid');
    }
  });
}
