/** The types of docs/formats.md, section 1. */
export const TYPE_NAMES = [
  'int',
  'decimal',
  'double',
  'bool',
  'string',
  'bytes',
  'date',
  'timestamp',
  'timestamptz',
  'time',
  'uuid',
  'opaque',
] as const;

export type TypeName = (typeof TYPE_NAMES)[number];

/** A column as the warehouse names and types it. */
export interface NativeColumn {
  readonly name: string;
  /** The warehouse's own type, as it prints it: `DECIMAL(12,2)`. */
  readonly native: string;
}

/** What a dialect makes of a native type. */
export interface ColumnType {
  readonly name: TypeName;
  readonly native: string;
  /** The type holds digits finer than a microsecond. */
  readonly finer?: boolean;
  /**
   * The column's type in files, as DuckDB calls it: `INTEGER`, `DECIMAL(12,2)`. Where it is not said, by `name`: BIGINT for
   * `int`, VARCHAR for `decimal`.
   */
  readonly file?: string;
}

const FILE_TYPES: Readonly<Record<TypeName, string>> = {
  int: 'BIGINT',
  decimal: 'VARCHAR',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
  string: 'VARCHAR',
  bytes: 'BLOB',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  time: 'TIME',
  uuid: 'UUID',
  opaque: 'VARCHAR',
};

/** The column's type in files, as DuckDB calls it. */
export function fileType({ type }: Column): string {
  return type.file ?? FILE_TYPES[type.name];
}

/** A column of a dataset: what the manifest says of it, and where it is in the table. */
export interface Column {
  /** The name in the manifest. */
  readonly name: string;
  /** The name in the table. */
  readonly source: string;
  readonly type: ColumnType;
  /** The dataset casts the column to this type (the warehouse's or one of ours) before anything else. */
  readonly cast?: string;
  /** Finer digits are cut off, because the dataset says so. */
  readonly floored?: true;
  /** For `opaque`: whose text it is, and by which expression. */
  readonly engine?: string;
  readonly expression?: string;
}

/** An entry of the manifest's schema. */
export interface SchemaEntry {
  readonly name: string;
  readonly type: TypeName;
  readonly floored?: true | undefined;
  readonly engine?: string | undefined;
  readonly expression?: string | undefined;
}

export function schemaEntry(column: Column): SchemaEntry {
  return {
    name: column.name,
    type: column.type.name,
    ...(column.floored ? { floored: true as const } : {}),
    ...(column.engine === undefined ? {} : { engine: column.engine }),
    ...(column.expression === undefined ? {} : { expression: column.expression }),
  };
}
