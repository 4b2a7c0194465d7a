import type { DriverErrorKind } from '../../src/source/driver.ts';
import { TLS_REFUSED } from '../tls-refusal.ts';

/** The servers' error numbers and the client's codes, by what one can do. */
const KINDS: readonly (readonly [kind: DriverErrorKind, codes: readonly (number | string)[]])[] = [
  // Too many connections, shutting down, lock wait, deadlock, table changed since the moment, network.
  ['transient', [1040, 1053, 1158, 1159, 1160, 1161, 1203, 1205, 1213, 1226, 1412, 1927, 2013, 4031]],
  [
    'transient',
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ],
  ['transient', ['PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT', 'TIDEMARK_CONNECTION_LOST']],
  // Password, host, database, table, column, privilege, expired password, TLS required.
  ['denied', [1044, 1045, 1130, 1142, 1143, 1227, 1356, 1370, 1698, 1820, 1862, 3118, 3159, 4151]],
  ['missing', [1049, 1051, 1109, 1146, 'ENOTFOUND']],
  // SQL that is wrong, or wrong for this table.
  ['invalid', [1052, 1054, 1060, 1064, 1103, 1117, 1210, 1267, 1305, 1366, 1582, 1690]],
  ['invalid', [TLS_REFUSED]],
  // max_statement_time of MariaDB, max_execution_time of MySQL.
  ['timeout', [1969, 3024]],
  ['cancelled', [1317]],
];

const BY_CODE = new Map(KINDS.flatMap(([kind, codes]) => codes.map((code) => [code, kind] as const)));

export function kindOf(error: unknown): DriverErrorKind {
  const { errno, code } = error as { errno?: number; code?: string };
  return BY_CODE.get(errno ?? '') ?? BY_CODE.get(code ?? '') ?? 'unknown';
}
