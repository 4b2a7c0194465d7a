import { allRows } from '../../src/source/all-rows.ts';
import type { Call, Driver, TablePin, TablePins } from '../../src/source/driver.ts';
import { rawSql } from '../../src/source/raw-sql.ts';
import { join, type Sql, sql } from '../../src/source/sql.ts';
import { quotedName, quotedText } from './quote.ts';
import { tableNames } from './reference.ts';

/** Where pins are. */
export interface PinPlace {
  readonly database: string;
  readonly schema: string;
  /** Days for which a dropped pin could be restored; undefined for what the schema says. */
  readonly retentionDays: number | undefined;
}

/** By this comment Tidemark knows its own tables in the schema. */
const COMMENT = 'tidemark pin';

/**
 * Zero-copy clones: they share their micro-partitions with the table, and keep those that it changes. Snowflake drops
 * none by itself.
 * @param tableThen the table as of the driver's moment
 */
export function clonePins(
  place: PinPlace,
  rows: Driver['rows'],
  tableThen: (table: string, call: Call) => Promise<Sql>,
): TablePins {
  const run = async (statement: Sql, call: Call) => {
    await allRows(rows(statement, call));
  };
  const whole = (reference: string) => join(tableNames(reference, place).map(quoted), sql`.`);
  const pinned = async (condition: Sql, call: Call): Promise<readonly TablePin[]> => {
    const found = await allRows(
      rows(
        sql`SELECT TABLE_NAME FROM ${quoted(place.database)}.INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ${place.schema} AND COMMENT = ${COMMENT} AND ${condition} ORDER BY TABLE_NAME`,
        call,
      ),
    );
    return found.map(([name]) => pinOf(place, name ?? ''));
  };

  return {
    create: async (table, name, call) => {
      const pin = pinOf(place, name);
      await run(
        sql`CREATE TABLE IF NOT EXISTS ${whole(pin.reference)} CLONE ${await tableThen(table, call)}`,
        call,
      );
      const { retentionDays } = place;
      const retention =
        retentionDays === undefined
          ? sql``
          : sql` DATA_RETENTION_TIME_IN_DAYS = ${rawSql(String(retentionDays))}`;
      await run(
        sql`ALTER TABLE ${whole(pin.reference)} SET${retention} COMMENT = ${rawSql(quotedText(COMMENT))}`,
        call,
      );
      return pin;
    },
    list: (call) => pinned(sql`1 = 1`, call),
    renew: async (reference, call) => {
      const [, , name = ''] = tableNames(reference, place);
      return (await pinned(sql`TABLE_NAME = ${name}`, call))[0];
    },
    drop: (reference, call) => run(sql`DROP TABLE IF EXISTS ${whole(reference)}`, call),
  };
}

function pinOf({ database, schema }: PinPlace, name: string): TablePin {
  return { reference: [database, schema, name].map(quotedName).join('.'), expires: null };
}

function quoted(name: string): Sql {
  return rawSql(quotedName(name));
}
