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
    const where = { where: 'no_such_column > 1' };
    const refused = bench.withTable([ID, AT], [[1n, NOON]], where, (scope, d) =>
      digestPartitions(scope, d, CALL, EVERYTHING),
    );
    expect(await kindOf(() => refused)).toBe('source-invalid');
  });
}
