import { expect, test } from 'vitest';
import { inPlace } from '../../connectors/bigquery/dialect.ts';
import { rendered } from '../../connectors/bigquery/parameters.ts';
import { parseInstant } from '../../src/base/instant.ts';
import { rowsSql } from '../../src/read/rows-sql.ts';
import { countSql } from '../../src/scan/count-scan.ts';
import { digestSql } from '../../src/scan/digest-scan.ts';
import { dialectSql } from './dialect-sql.ts';
import { goldenScope } from './golden-scope.ts';

const DIALECT = inPlace({ project: 'acme', dataset: 'ml' });
/** Of the driver, in microseconds since the epoch. */
const MOMENT = '1604102400000000';

const NATIVE = [
  'INT64',
  'NUMERIC',
  'NUMERIC(12, 0)',
  'NUMERIC(12, 2)',
  'BIGNUMERIC',
  'BIGNUMERIC(76, 38)',
  'FLOAT64',
  'BOOL',
  'STRING(20)',
  'BYTES',
].concat([
  'DATE',
  'DATETIME',
  'TIMESTAMP',
  'TIME',
  'STRING',
  'JSON',
  'STRUCT',
  'ARRAY<INT64>',
  'RANGE',
  'GEOGRAPHY',
  'INTERVAL',
  "STRING COLLATE 'und:ci'",
]);

test('the SQL that BigQuery gets', async () => {
  const table = ['INT64', 'STRING', 'BOOL', 'TIMESTAMP'] as const;
  const choice = { opaque: ['c15', 'c16', 'c17', 'c18', 'c19', 'c20'], casts: { c14: 'uuid' } };
  const text = dialectSql(DIALECT, NATIVE, choice, table, MOMENT);
  await expect(text).toMatchFileSnapshot('./bigquery.sql');
});

/** BigQuery prunes by a comparison with a constant: no function around the column, and no parameter. */
test.each([
  ['TIMESTAMP', "TIMESTAMP '2020-10-29 00:00:00+00'", "TIMESTAMP '2020-10-31 00:00:00+00'"],
  ['DATETIME', "DATETIME '2020-10-29 00:00:00'", "DATETIME '2020-10-31 00:00:00'"],
  ['DATE', "DATE '2020-10-29'", "DATE '2020-10-31'"],
])(
  'the filter on a %s compares the bare ingestion column with literals, so that partitions are pruned',
  (type, from, to) => {
    const scope = { ...goldenScope(DIALECT, ['INT64', 'STRING', 'BOOL', type], MOMENT), filter: null };
    const [start, watermark] = [parseInstant('2020-10-29'), parseInstant('2020-10-31')];
    const spans = [{ from: start, to: watermark }];
    const read = { watermark, selection: { part: 'test' }, ordered: true };
    const within = `(\`ingested_at\` >= ${from} AND \`ingested_at\` < ${to})`;
    const filters = [
      [digestSql(scope, spans), `(${within})`],
      [rowsSql(scope, { ...read, spans }), `(${within})`],
      [rowsSql(scope, { ...read, spans: null }), `(\`ingested_at\` < ${to})`],
      [countSql(scope, watermark, spans), `((\`ingested_at\` IS NULL) OR (${within}))`],
    ] as const;
    for (const [query, filter] of filters) {
      const [, ofTheTable] =
        /FROM `acme`\.`shop`\.`orders` .*? WHERE (.*?)\) AS r/.exec(rendered(query).text) ?? [];
      expect(ofTheTable).toBe(filter);
    }
  },
);
