import { type Column, fileType } from '../source/column.ts';
import { pathLiteral } from './workbench.ts';

/*
 * How values look in CSV and NDJSON. Numbers are written with all their digits and one before the point at least; bytes as lowercase hex;
 * timestamps as ISO 8601 with six digits of a second, instants with Z; a 32-bit float as the double it widens to. In CSV, NULL is nothing and the empty
 * text is "". In NDJSON, NULL is null, and NaN and the infinities, which JSON lacks, are text.
 */

/** DuckDB writes decimals of so many digits into JSON as doubles, which hold them; longer ones as their text. */
const DIGITS_OF_DOUBLE = 15;

/** The statement that writes rows as CSV. */
export function copyCsv(columns: readonly Column[], from: string, file: string, header: boolean): string {
  const values = columns.map((c) => `${textValue(c)} AS ${quoted(c.name)}`);
  return `COPY (SELECT ${values.join(', ')} FROM ${from}) TO ${pathLiteral(file)} (FORMAT csv, HEADER ${header})`;
}

/** The statement that writes rows as NDJSON. */
export function copyNdjson(columns: readonly Column[], from: string, file: string): string {
  const target = pathLiteral(file);
  if (columns.some(isBareInJson)) {
    // JSON has no line end of its own, nor CSV of one column a delimiter: without quotes, the line is written as it is.
    return `COPY (SELECT ${jsonLine(columns)} FROM ${from}) TO ${target} (FORMAT csv, HEADER false, DELIMITER '\n', QUOTE '', ESCAPE '')`;
  }
  const values = columns.map((c) => `${jsonValue(c)} AS ${quoted(c.name)}`);
  return `COPY (SELECT ${values.join(', ')} FROM ${from}) TO ${target} (FORMAT json)`;
}

/**
 * Whether DuckDB's JSON of the column is none: `.5`. No type of DuckDB's has room for one digit more than 38, and what becomes JSON from
 * text becomes a double, so that such a number has to be put into the line as text.
 */
function isBareInJson(column: Column): boolean {
  const digits = digitsOfFraction(column);
  return digits !== undefined && digits > DIGITS_OF_DOUBLE;
}

/** A row as JSON: by DuckDB, as far as that is right. */
function jsonLine(columns: readonly Column[]): string {
  const members: string[] = [];
  let fields: string[] = [];
  const flush = () => {
    if (fields.length > 0) members.push(`to_json(struct_pack(${fields.join(', ')}))[2:-2]`);
    fields = [];
  };
  for (const column of columns) {
    if (isBareInJson(column)) {
      flush();
      members.push(`to_json(${literal(column.name)}) || ':' || coalesce(${textValue(column)}, 'null')`);
    } else {
      fields.push(`${quoted(column.name)} := ${jsonValue(column)}`);
    }
  }
  flush();
  return `'{' || concat_ws(',', ${members.join(', ')}) || '}'`;
}

/** Of a decimal that has no digit before the point. */
function digitsOfFraction(column: Column): number | undefined {
  const decimal = /^DECIMAL\((\d+),\s?(\d+)\)$/.exec(fileType(column));
  return decimal && decimal[1] === decimal[2] ? Number(decimal[1]) : undefined;
}

function textValue(column: Column): string {
  const name = quoted(column.name);
  switch (column.type.name) {
    case 'decimal':
      if (digitsOfFraction(column) === undefined) return name;
      return `regexp_replace(CAST(${name} AS VARCHAR), '^(-?)[.]', '\\10.')`;
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
  if (column.type.name === 'decimal') return name;
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

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
