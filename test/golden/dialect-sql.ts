import { parseInstant } from '../../src/base/instant.ts';
import { columnText } from '../../src/digest/row-sql.ts';
import { rowsSql } from '../../src/read/rows-sql.ts';
import { countSql } from '../../src/scan/count-scan.ts';
import { digestSql } from '../../src/scan/digest-scan.ts';
import type { Scope } from '../../src/scan/scope.ts';
import { bindColumns, type ColumnChoice } from '../../src/source/bind-columns.ts';
import type { Dialect } from '../../src/source/dialect.ts';
import { printSql, type Sql } from '../../src/source/sql.ts';
import { goldenScope, type TableTypes } from './golden-scope.ts';

/**
 * The SQL of every type and query of an engine, for people to compare. A change of what it means is a new
 * revision of the dialect.
 * @param natives one of each type, with what the choice says of its column: `c0`, `c1` and so on
 */
export function dialectSql(
  dialect: Dialect,
  natives: readonly string[],
  choice: ColumnChoice,
  table: TableTypes,
  moment?: string,
): string {
  const print = (query: Sql) =>
    printSql(query, (value) => dialect.literal(value)).replaceAll(
      / (FROM|WHERE|GROUP BY|ORDER BY) /g,
      '\n  $1 ',
    );
  const types = bindColumns(
    't',
    natives.map((native, i) => ({ name: `c${i}`, native })),
    choice,
    dialect,
  );
  const scope = goldenScope(dialect, table, moment);
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
    ['counts', countSql(scope, watermark, spans)],
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
  return sections.map(([title, query]) => `-- ${title}\n${print(query)};\n`).join('\n');
}
