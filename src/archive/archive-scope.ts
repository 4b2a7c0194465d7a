import { checkScope, type Scope } from '../scan/scope.ts';
import { columnNamed } from '../source/bind-columns.ts';
import { type Column, fileType } from '../source/column.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Manifest } from '../version/manifest.ts';

/**
 * A version bound to its rows as they are in files. They have been chosen and cast already.
 * @param columns as they were bound to the source, or as `archivedColumns` gives them
 * @param table the view that has the rows
 */
export function archiveScope(
  manifest: Manifest,
  columns: readonly Column[],
  dialect: Dialect,
  table: string,
): Scope {
  const held = columns.map(({ cast: _, ...column }): Column => {
    const file = fileType(column);
    return { ...column, source: column.name, type: { name: column.type.name, native: file, file } };
  });
  return checkScope({
    dialect,
    table,
    moment: undefined,
    columns: held,
    ingestion: columnNamed(table, held, manifest.ingestion.column, 'the version'),
    granularity: manifest.ingestion.granularity,
    nulls: manifest.ingestion.nulls,
    filter: null,
    mode: manifest.rows,
    split: manifest.split,
  });
}

/** The version's columns as its objects have them. @param types in files, by name */
export function archivedColumns(
  manifest: Manifest,
  types: Readonly<Record<string, string>>,
): readonly Column[] {
  return manifest.schema.map(({ name, type, floored, engine, expression }): Column => {
    const native = types[name] ?? 'VARCHAR';
    return {
      name,
      source: name,
      type: { name: type, native, file: native },
      ...(floored ? { floored } : {}),
      ...(engine === undefined ? {} : { engine }),
      ...(expression === undefined ? {} : { expression }),
    };
  });
}
