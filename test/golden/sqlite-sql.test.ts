import { expect, test } from 'vitest';
import { sqliteDialect as dialect } from '../../connectors/sqlite/dialect.ts';
import { parseInstant } from '../../src/base/instant.ts';
import { columnText } from '../../src/digest/row-sql.ts';
import { rowsSql } from '../../src/read/rows-sql.ts';
import { countSql } from '../../src/scan/count-scan.ts';
import { digestSql } from '../../src/scan/digest-scan.ts';
import type { Scope } from '../../src/scan/scope.ts';
import { bindColumns, columnNamed } from '../../src/source/bind-columns.ts';
import { printSql, type Sql } from '../../src/source/sql.ts';

const NATIVE = [
  'BIGINT',
  'DECIMAL(12,0)',
  'DECIMAL(12,2)',
  'DECIMAL_TEXT(38,9)',
  'DOUBLE',
  'BOOLEAN',
  'VARCHAR(20)',
].concat([
  'CHAR(3)',
  'BLOB',
  'DATE',
  'DATETIME',
  'TIMESTAMP(9)',
  'TIMESTAMP WITH TIME ZONE',
  'TIME',
  'UUID',
  'JSON',
]);

/** The SQL of every type and query, so that a change of it is seen. A change of what it means is a new revision. */
test('the SQL that SQLite gets', async () => {
  const print = (query: Sql) =>
    printSql(query, (value) => dialect.literal(value)).replaceAll(
      / (FROM|WHERE|GROUP BY|ORDER BY) /g,
      '\n  $1 ',
    );
  const types = bindColumns(
    't',
    NATIVE.map((native, i) => ({ name: `c${i}`, native })),
    { floor: ['c11'], opaque: ['c15'] },
    dialect,
  );
  const table = [
    { name: 'Order_ID', native: 'BIGINT' },
    { name: 'region', native: 'VARCHAR' },
    { name: 'deleted', native: 'BOOLEAN' },
    { name: 'ingested_at', native: 'TIMESTAMP WITH TIME ZONE' },
  ];
  const columns = bindColumns('shop.orders', table, {}, dialect);
  const scope: Scope = {
    dialect,
    table: 'shop.orders',
    moment: undefined,
    columns,
    ingestion: columnNamed('shop.orders', columns, 'ingested_at', 'the test'),
    granularity: 'day',
    nulls: 'error',
    filter: "region <> 'x'",
    mode: { mode: 'append' },
    split: {
      algorithm: 'split-v1',
      key: ['region', 'order_id'],
      parts: [
        { name: 'train', share: '0.8' },
        { name: 'test', share: '0.2' },
      ],
      salt: "it's",
    },
  };
  const latest: Scope = { ...scope, mode: { mode: 'latest', key: ['order_id'], tombstone: 'deleted' } };
  const watermark = parseInstant('2020-10-31');
  const spans = [{ from: parseInstant('2020-10-29'), to: watermark }];
  const read = { watermark, spans: null, ordered: false };
  const sections: [string, Sql][] = [
    ...types.map((c): [string, Sql] => [`canonical text of ${c.type.native}`, columnText(dialect, c)]),
    ...types.map((c): [string, Sql] => [
      `export of ${c.type.native}`,
      dialect.exportValue(dialect.identifier(c.source), c),
    ]),
    ['counts', countSql(scope, watermark, spans[0]?.from ?? null)],
    ['digests', digestSql(scope, spans)],
    ['digests by month', digestSql({ ...scope, granularity: 'month', split: null }, spans)],
    ['a part', rowsSql(scope, { ...read, selection: { part: 'test' } })],
    [
      'a fold of a sample, in order',
      rowsSql(scope, {
        ...read,
        spans,
        ordered: true,
        selection: { fold: { index: 2, of: 5 }, sample: '0.01' },
      }),
    ],
    [
      'a part of the latest rows',
      rowsSql(latest, { ...read, selection: { part: 'train', columns: ['region'] } }),
    ],
  ];
  const text = sections.map(([title, query]) => `-- ${title}\n${print(query)};\n`).join('\n');
  await expect(text).toMatchFileSnapshot('./sqlite.sql');
});
