import type { Column } from '../source/column.ts';

/*
 * How values look in CSV and NDJSON. Numbers are written with all their digits; bytes as lowercase hex;
 * timestamps as ISO 8601 with six digits of a second, instants with Z; a 32-bit float as the double it widens to. In CSV, NULL is nothing and the empty
 * text is "". In NDJSON, NULL is null, and NaN and the infinities, which JSON lacks, are text.
 */

/** The columns of a piece as DuckDB expressions for CSV. */
export function csvColumns(columns: readonly Column[]): string {
  return columns.map((c) => `${textValue(c)} AS ${quoted(c.name)}`).join(', ');
}

/** The columns of a piece as DuckDB expressions for NDJSON. */
export function ndjsonColumns(columns: readonly Column[]): string {
  return columns.map((c) => `${jsonValue(c)} AS ${quoted(c.name)}`).join(', ');
}

function textValue(column: Column): string {
  const name = quoted(column.name);
  switch (column.type.name) {
    case 'bytes':
      return `lower(hex(${name}))`;
    case 'double':
      return `CAST(${name} AS DOUBLE)`;
    case 'timestamp':
      return timeText(name, '');
    case 'timestamptz':
      return timeText(name, 'Z');
    default:
      return name;
  }
}

function jsonValue(column: Column): string {
  const name = quoted(column.name);
  if (column.type.name !== 'double') return textValue(column);
  return `CASE WHEN isfinite(${name}) THEN to_json(${name}) WHEN ${name} IS NOT NULL THEN to_json(CAST(${name} AS VARCHAR)) END`;
}

function timeText(name: string, zone: string): string {
  const utc = `make_timestamp(epoch_us(${name}))`;
  return `CASE WHEN isfinite(${name}) THEN strftime(${utc}, '%Y-%m-%dT%H:%M:%S.%f') || '${zone}' WHEN ${name} > make_timestamp(0) THEN 'inf' WHEN ${name} IS NOT NULL THEN '-inf' END`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
