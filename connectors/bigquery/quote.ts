import { rawSql } from '../../src/source/raw-sql.ts';
import { join, type Sql, sql } from '../../src/source/sql.ts';
import type { TableReference } from './table-reference.ts';

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };

/**
 * A name in backticks. What BigQuery keeps such names for itself cannot be an alias: a pseudo column, which is written
 * in upper case, has in lower case, as manifests have it, another name in the query.
 */
export function identifier(name: string): Sql {
  return quotedName(name.startsWith('_partition') ? `tidemark${name}` : name);
}

function quotedName(name: string): Sql {
  return rawSql(`\`${escaped(name, '`')}\``);
}

/** A table's whole name. */
export function quotedTable({ projectId, datasetId, tableId }: TableReference): Sql {
  return join([projectId, datasetId, tableId].map(quotedName), sql`.`);
}

/** A literal; the same text on any one line. */
export function quotedText(text: string): string {
  return `'${escaped(text, "'")}'`;
}

function escaped(text: string, quote: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll(/[\n\r]/g, (c) => ESCAPES[c] ?? c);
}
