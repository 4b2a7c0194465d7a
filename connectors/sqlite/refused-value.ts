export type SqliteValue = string | bigint | number | Buffer | null;

/** A value that is not of its column's declared type. Thrown by the functions, told by the worker. */
export class RefusedValue extends Error {
  override readonly name = 'RefusedValue';
  readonly value: SqliteValue;
  /** The expression that gave the value, in SQL: a column's name, mostly. */
  readonly expression: string;
  readonly native: string;

  constructor(value: SqliteValue, expression: string, native: string) {
    super(`Column ${expression} (${native}) holds ${described(value)}`);
    this.value = value;
    this.expression = expression;
    this.native = native;
  }
}

/** Text that is not UTF-8, which nothing but its bytes could tell from other such text. */
export class RefusedText extends Error {
  override readonly name = 'RefusedText';

  constructor() {
    super('A column holds text that is not UTF-8');
  }
}

function described(value: SqliteValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'bigint') return `the integer ${value}`;
  if (typeof value === 'number') return `the real ${value}`;
  if (typeof value !== 'string') return `a blob of ${value.length} bytes`;
  return `the text '${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
}
