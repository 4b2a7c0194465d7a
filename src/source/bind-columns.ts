import { byteOrder } from '../base/byte-order.ts';
import { TidemarkError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import type { Column, NativeColumn } from './column.ts';
import type { Dialect } from './dialect.ts';
import { sql } from './sql.ts';

/** Which columns a dataset takes, and how. Columns are named as in the table or in the manifest. */
export interface ColumnChoice {
  /** Only these; all where undefined. */
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** Taken as the engine's own text. */
  readonly opaque?: readonly string[] | undefined;
  /** Digits finer than a microsecond are cut off. */
  readonly floor?: readonly string[] | undefined;
  /** Column to type. */
  readonly casts?: Readonly<Record<string, string>> | undefined;
}

/**
 * The dataset's columns, in byte order of their manifest names.
 * @throws column-missing where the choice names a column that the table lacks
 * @throws column-unsupported where a column has no canonical text, naming each and the ways out
 */
export function bindColumns(
  table: string,
  native: readonly NativeColumn[],
  choice: ColumnChoice,
  dialect: Dialect,
): readonly Column[] {
  const names = manifestNames(native.map((c) => c.name));
  const named = native.map((column, i) => ({ ...column, manifestName: names[i] ?? column.name }));
  const find = (wanted: string): string => {
    const found =
      named.find((c) => c.name === wanted) ?? named.find((c) => c.manifestName === wanted.toLowerCase());
    if (found) return found.manifestName;
    throw missingColumn(table, wanted, names);
  };
  const set = (list: readonly string[] | undefined) => new Set((list ?? []).map(find));
  const include = choice.include ? set(choice.include) : undefined;
  const exclude = set(choice.exclude);
  const opaque = set(choice.opaque);
  const floor = set(choice.floor);
  const casts = new Map(Object.entries(choice.casts ?? {}).map(([name, type]) => [find(name), type]));

  const refused: string[] = [];
  const columns: Column[] = [];
  for (const column of named) {
    const name = column.manifestName;
    if (exclude.has(name) || (include && !include.has(name))) continue;
    const base = { name, source: column.name };
    if (opaque.has(name)) {
      const { engine, opaqueExpression: expression } = dialect;
      columns.push({ ...base, type: { name: 'opaque', native: column.native }, engine, expression });
      continue;
    }
    const cast = casts.get(name);
    const result = cast === undefined ? column.native : dialect.cast(sql`NULL`, cast).native;
    const type = dialect.columnType(result);
    if (!type) {
      refused.push(
        `"${name}" (${result}) has no canonical text: leave it out (columns.exclude: [${name}]), cast it ` +
          `(columns.casts: { ${name}: string }) or take it as this engine's own text (columns.opaque: [${name}])`,
      );
    } else if (type.finer && !floor.has(name)) {
      refused.push(
        `"${name}" (${result}) holds digits finer than a microsecond: cut them off (columns.floor: [${name}]) ` +
          `or leave it out (columns.exclude: [${name}])`,
      );
    } else {
      columns.push({
        ...base,
        type,
        ...(cast === undefined ? {} : { cast }),
        ...(type.finer ? { floored: true as const } : {}),
      });
    }
  }
  if (refused.length > 0) {
    throw new TidemarkError('column-unsupported', `Table ${table}: column ${refused.join('; column ')}.`, {
      details: { columns: refused.length },
    });
  }
  if (columns.length === 0) {
    throw new TidemarkError('column-missing', `Table ${table} has no columns that the dataset takes.`);
  }
  return columns.sort((a, b) => byteOrder(a.name, b.name));
}

/** The column of that name. @throws column-missing, saying what needs it */
export function columnNamed(table: string, columns: readonly Column[], name: string, use: string): Column {
  const found = columns.find((c) => c.source === name) ?? columns.find((c) => c.name === name.toLowerCase());
  if (found) return found;
  throw missingColumn(
    table,
    name,
    columns.map((c) => c.name),
    `, which ${use} needs`,
  );
}

/** Names in lower case, except those that would collide then (docs/formats.md, section 2). */
function manifestNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  for (const name of names) seen.set(name.toLowerCase(), (seen.get(name.toLowerCase()) ?? 0) + 1);
  return names.map((name) => ((seen.get(name.toLowerCase()) ?? 0) > 1 ? name : name.toLowerCase()));
}

function missingColumn(table: string, wanted: string, names: readonly string[], use = '') {
  const list = names.length > 12 ? `${names.slice(0, 12).join(', ')}, …` : names.join(', ');
  return new TidemarkError(
    'column-missing',
    `Table ${table} has no column "${wanted}"${use}.${didYouMean(wanted, names)} It has: ${list}.`,
  );
}
