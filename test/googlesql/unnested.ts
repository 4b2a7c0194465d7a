import { quotedText } from '../../connectors/bigquery/quote.ts';
import { formatMicros } from '../../src/base/instant.ts';
import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import type { Sql } from '../../src/source/sql.ts';
import { bigqueryType } from '../conformance/bigquery-types.ts';
import type { TestColumn, TestRow } from '../conformance/fixture.ts';

const MICROS_A_DAY = 86_400_000_000n;

/**
 * The rows as a FROM item, which evaluates to exactly these values: each is a literal of its type, or a cast from its
 * shortest text, and none goes through an expression of the dialect.
 */
export function unnested(columns: readonly TestColumn[], rows: readonly TestRow[]): Sql {
  const fields = columns.map((c) => `\`${c.name}\` ${unparameterised(c.type)}`);
  const values = rows.map(
    (row) => `STRUCT(${row.map((v, i) => exactly(v, columns[i]?.type ?? '')).join(', ')})`,
  );
  return rawSql(`UNNEST(ARRAY<STRUCT<${fields.join(', ')}>>[${values.join(', ')}])`);
}

function exactly(value: ReferenceValue, type: string): string {
  if (value === null) return 'NULL';
  switch (type) {
    case 'bool':
      return String(value);
    case 'string':
    case 'uuid':
      return quotedText(String(value));
    case 'bytes':
      return `FROM_HEX('${Buffer.from(value as Uint8Array).toString('hex')}')`;
    case 'date':
      return `DATE '${formatMicros(BigInt(String(value)) * MICROS_A_DAY).slice(0, 10)}'`;
    case 'timestamp':
      return `DATETIME '${formatMicros(value as bigint).slice(0, -1)}'`;
    case 'timestamptz':
      return `TIMESTAMP '${formatMicros(value as bigint)}'`;
    case 'time':
      return `TIME '${formatMicros(value as bigint).slice(11, -1)}'`;
    default:
      return `CAST('${Object.is(value, -0) ? '-0' : value}' AS ${unparameterised(type)})`;
  }
}

/** Types of fields have no digits in brackets. */
function unparameterised(type: string): string {
  return bigqueryType(type).replace(/\(.*$/, '');
}
