const NATIVE: Readonly<Record<string, string>> = {
  int: 'INT64',
  double: 'FLOAT64',
  bool: 'BOOL',
  string: 'STRING',
  bytes: 'BYTES',
  date: 'DATE',
  timestamp: 'DATETIME',
  timestamptz: 'TIMESTAMP',
  time: 'TIME',
  uuid: 'STRING',
};

/** BigQuery's type for a type of the test tables. */
export function bigqueryType(type: string): string {
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision === undefined || scale === undefined) return NATIVE[type] ?? type;
  const narrow = Number(scale) <= 9 && Number(precision) <= Number(scale) + 29;
  return `${narrow ? 'NUMERIC' : 'BIGNUMERIC'}(${precision}, ${scale})`;
}
