import type { Fixture, TestColumn, TestRow } from './fixture.ts';

/**
 * The table as the engine can hold it: a column whose type or name it cannot have is left out, as is a row whose
 * ingestion timestamp it cannot hold; any other such value is NULL. What was left out is counted by type.
 */
export function heldTable(
  fixture: Fixture,
  columns: readonly TestColumn[],
  rows: readonly TestRow[],
  ingestion: string,
  left: Map<string, number>,
): { columns: readonly TestColumn[]; rows: readonly TestRow[] } {
  const { holds } = fixture;
  if (!holds) return { columns, rows };
  const count = (what: string) => left.set(what, (left.get(what) ?? 0) + 1);
  const kept = columns.filter((c) => holds(c.type, null) && holds('identifier', c.name));
  for (const column of columns) if (!kept.includes(column)) count(`column ${column.name} ${column.type}`);
  const at = kept.findIndex((c) => c.name === ingestion);
  const heldRows = rows.flatMap((row): TestRow[] => {
    const values = kept.map((column) => {
      const value = row[columns.indexOf(column)] ?? null;
      if (value === null || holds(column.type, value)) return value;
      count(`value of ${column.type}`);
      return null;
    });
    const lost = values[at] === null && row[columns.findIndex((c) => c.name === ingestion)] !== null;
    return lost ? [] : [values];
  });
  return { columns: kept, rows: heldRows };
}

/** What was left out, in one line. */
export function leftOut(name: string, left: ReadonlyMap<string, number>): string {
  const parts = [...left].map(([what, count]) => `${count} × ${what}`);
  return `connector ${name}: the engine cannot hold, and so was not tested with: ${parts.join(', ')}`;
}
