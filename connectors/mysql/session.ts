/**
 * What a session is set to, so that nothing of a server's or user's defaults changes a digest, cuts a result
 * short or ends a slow reader's query.
 * @param tells whether the server remembers warnings, and notes among them, by which values that were changed are
 *   found; to set either takes a privilege on MySQL, so that it is set only where it must be
 * @param timeout seconds after which the server ends a query; undefined leaves it to the server's own limit
 */
export function sessionStatements(
  version: string,
  tells: { readonly warnings: boolean; readonly notes: boolean },
  timeout: number | undefined,
): readonly string[] {
  const maria = version.includes('MariaDB');
  const settings = {
    time_zone: "'+00:00'",
    // No ANSI_QUOTES, NO_BACKSLASH_ESCAPES, PAD_CHAR_TO_FULL_LENGTH, …: a dataset's filter is read in MySQL's default SQL.
    sql_mode: "'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO'",
    sql_select_limit: '18446744073709551615',
    sql_big_selects: '1',
    ...(tells.notes ? {} : { sql_notes: '1' }),
    // PARTITION BY and ORDER BY compare no more bytes of a text than this.
    max_sort_length: '65536',
    ...(tells.warnings ? {} : { max_error_count: '64' }),
    div_precision_increment: '4',
    group_concat_max_len: '1048576',
    // A reader may be slow: the server is not to hang up on it.
    net_write_timeout: '86400',
    net_read_timeout: '86400',
    wait_timeout: '604800',
    ...(maria ? { old_mode: "''" } : {}),
    ...(timeout === undefined ? {} : timeLimit(maria, timeout)),
  };
  return [
    'SET NAMES utf8mb4 COLLATE utf8mb4_bin',
    `SET ${Object.entries(settings)
      .map(([name, value]) => `SESSION ${name} = ${value}`)
      .join(', ')}`,
  ];
}

/** The session's one moment. */
export const READING = [
  'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ',
  'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY',
];

/** At any higher level an INSERT … SELECT would lock the rows that it reads, and whoever writes to them would wait. */
export const WRITING = ['SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'];

function timeLimit(maria: boolean, seconds: number) {
  return maria ? { max_statement_time: String(seconds) } : { max_execution_time: String(seconds * 1000) };
}
