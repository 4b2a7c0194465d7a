import { inPlace } from '../../connectors/bigquery/dialect.ts';
import { rendered } from '../../connectors/bigquery/parameters.ts';
import type { Dialect } from '../../src/source/dialect.ts';
import type { Driver } from '../../src/source/driver.ts';
import { printSql, type Sql } from '../../src/source/sql.ts';
import type { TestColumn, TestRow } from '../conformance/fixture.ts';
import type { GoogleSql } from '../services/googlesql.ts';
import { unnested } from './unnested.ts';

const DIALECT = inPlace({ project: 'test', dataset: 'test' });

/** BigQuery's dialect, over rows that stand in the query itself. */
export function dialectOver(columns: readonly TestColumn[], rows: readonly TestRow[]): Dialect {
  return { ...DIALECT, table: () => unnested(columns, rows) };
}

/** A driver whose queries GoogleSQL's own implementation answers; it has no tables to say anything of. */
export function googleSqlDriver(sql: GoogleSql): Pick<Driver, 'rows'> {
  return {
    async *rows(query) {
      const expression = `ARRAY(${asText(query).replace(/^SELECT /, 'SELECT AS STRUCT ')})`;
      const [answer] = await sql.evaluate([expression]);
      if (!answer || 'error' in answer) {
        throw new Error(`${answer?.error}, in ${expression.slice(0, 2_000)}`);
      }
      yield JSON.parse(answer.ok ?? '[]');
    },
  };
}

/** Parameters as constants that have their type, as a parameter does, and so are not taken for another. */
function asText(query: Sql): string {
  const { parameters } = rendered(query);
  return printSql(
    query,
    (value, i) => `CAST(${DIALECT.literal(value)} AS ${parameters[i]?.parameterType.type})`,
  );
}
