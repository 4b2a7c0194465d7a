import type { Scope } from '../../src/scan/scope.ts';
import { bindColumns, columnNamed } from '../../src/source/bind-columns.ts';
import type { Dialect } from '../../src/source/dialect.ts';

/** An engine's types of an integer, a text, a boolean and an instant. */
export type TableTypes = readonly [integer: string, text: string, boolean: string, instant: string];

/** A dataset with everything that shows in SQL: a filter, a split, a name that is not in lower case. */
export function goldenScope(
  dialect: Dialect,
  [integer, text, boolean, instant]: TableTypes,
  moment?: string,
): Scope {
  const native = [
    { name: 'Order_ID', native: integer },
    { name: 'region', native: text },
    { name: 'deleted', native: boolean },
    { name: 'ingested_at', native: instant },
  ];
  const columns = bindColumns('shop.orders', native, {}, dialect);
  return {
    dialect,
    table: 'shop.orders',
    moment,
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
}
