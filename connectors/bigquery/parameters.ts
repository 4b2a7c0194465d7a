import { printSql, type Sql, type SqlValue } from '../../src/source/sql.ts';

/** A positional parameter as the REST API takes it; numbers travel as text. */
export interface QueryParameter {
  readonly parameterType: { readonly type: string };
  readonly parameterValue: { readonly value: string | null };
}

export function rendered(query: Sql): {
  readonly text: string;
  readonly parameters: readonly QueryParameter[];
} {
  return { text: printSql(query, () => '?'), parameters: query.values.map(parameter) };
}

function parameter(value: SqlValue): QueryParameter {
  return {
    parameterType: { type: typeOf(value) },
    parameterValue: { value: value === null ? null : String(value) },
  };
}

function typeOf(value: SqlValue): string {
  if (typeof value === 'bigint') return 'INT64';
  return typeof value === 'boolean' ? 'BOOL' : 'STRING';
}
