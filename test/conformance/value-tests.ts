import { expect, test } from 'vitest';
import { sha256 } from '../../src/base/sha256.ts';
import { canonicalText, type ReferenceValue } from '../../src/digest/canonical-text.ts';
import { askKnownAnswers } from '../../src/scan/known-answers.ts';
import { allRows } from '../../src/source/all-rows.ts';
import { columnNamed } from '../../src/source/bind-columns.ts';
import { sql } from '../../src/source/sql.ts';
import { AT, type Bench, CALL, ID, NOON, SPLIT } from './bench.ts';
import { EDGE_VALUES } from './edge-values.ts';
import { type TestRow, typeName } from './fixture.ts';
import { randomTable } from './random-table.ts';

/** Every value of every type has the reference's text, alone and summed up. */
export function valueTests(bench: Bench): void {
  test('gives the known answers', async () => {
    await bench.withTable([AT], [[NOON]], {}, (scope, driver) =>
      askKnownAnswers(scope.dialect, driver, CALL),
    );
  });

  for (const [type, values] of Object.entries(EDGE_VALUES)) {
    test(`canonical text of ${type}, value by value`, async ({ skip }) => {
      skip(bench.fixture().holds?.(type, null) === false, 'the engine has no such type');
      const columns = [ID, { name: 'v', type }, AT];
      const { held } = byHolding(bench, type, values);
      const rows = [...held, null].map((value, i): TestRow => [BigInt(i), value, NOON]);
      await bench.withTable(columns, rows, {}, async (scope, driver) => {
        const { dialect } = scope;
        const v = columnNamed(scope.table, scope.columns, 'v', 'the test');
        const hash = dialect.sha256(dialect.canonicalText(dialect.identifier(v.source), v));
        const id = dialect.text(
          dialect.identifier(columnNamed(scope.table, scope.columns, 'id', 'the test').source),
        );
        const from = dialect.table(scope.table, scope.moment);
        const hashes = new Map(
          (await allRows(driver.rows(sql`SELECT ${id}, ${hash} FROM ${from}`, CALL))).map((r) => [
            r[0],
            r[1],
          ]),
        );
        for (const [key, value = null] of rows) {
          const text = canonicalText(value, typeName({ name: 'v', type }));
          expect([text.slice(0, 80), hashes.get(String(key))]).toEqual([text.slice(0, 80), sha256(text)]);
        }
      });
      await bench.expectReference(columns, rows);
    });
  }

  for (const [type, values] of Object.entries(EDGE_VALUES)) {
    test(`holds every value of ${type}`, ({ skip }) => {
      const { unheld } = byHolding(bench, type, values);
      skip(unheld.length > 0, `${unheld.length} not held: ${unheld.map(String).join(', ')}`);
    });
  }

  test('sums up duplicates, NULLs and an empty table', async () => {
    const columns = [ID, { name: 'note', type: 'string' }, AT];
    const row: TestRow = [1n, null, NOON];
    await bench.expectReference(columns, [row, row, row, [2n, '', NOON]], { split: SPLIT });
    await bench.expectReference(columns, []);
  });

  test('columns by byte order of their names, whatever they are called', async () => {
    const names = [
      'zip',
      'a b',
      `quote"d`,
      "it's",
      'back`tick',
      'sql--',
      'semi;colon',
      ...'pthsnkr',
      'naïve',
      '😀',
      '$1',
      '?',
      'select',
      '_z',
      '%s',
    ];
    const columns = [...names.map((n) => ({ name: n, type: 'string' })), AT];
    await bench.expectReference(columns, [
      [...names, NOON],
      [...names.map(() => null), NOON],
    ]);
  });

  test('a random table over all types: every lane and every part is that of the reference', async () => {
    const seed = Number(process.env['TIDEMARK_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    const { columns, rows } = randomTable(seed, 20_000);
    try {
      await bench.expectReference(columns, rows, { split: { ...SPLIT, key: ['c_string', 'id'] } });
    } catch (error) {
      throw new Error(`seed ${seed} (TIDEMARK_TEST_SEED=${seed} repeats it): ${String(error)}`, {
        cause: error,
      });
    }
  });
}

/** The values that the engine can keep, and those that no column of it can, which are reported as skipped. */
function byHolding(bench: Bench, type: string, values: readonly ReferenceValue[]) {
  const { holds = () => true } = bench.fixture();
  return {
    held: values.filter((value) => holds(type, value)),
    unheld: values.filter((value) => !holds(type, value)),
  };
}
