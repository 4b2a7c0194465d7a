import { z } from 'zod';
import { bigquerySettings } from '../../connectors/bigquery/settings.ts';
import { duckdbSettings } from '../../connectors/duckdb/settings.ts';
import { mysqlSettings } from '../../connectors/mysql/settings.ts';
import { postgresSettings } from '../../connectors/postgres/settings.ts';
import { snowflakeSettings } from '../../connectors/snowflake/settings.ts';
import { sqliteSettings } from '../../connectors/sqlite/settings.ts';
import type { Source } from '../scan/dataset.ts';
import type { Connector, SettingsContext } from '../source/connector.ts';
import { withErrors } from '../source/with-errors.ts';

/** Settings of every kind of source; cheap to load, unlike the connectors' SDKs. */
export const sourceSettings = z.discriminatedUnion('type', [
  duckdbSettings,
  sqliteSettings,
  postgresSettings,
  mysqlSettings,
  bigquerySettings,
  snowflakeSettings,
]);

export type SourceSettings = z.output<typeof sourceSettings>;

/** Loads the connector, and with it its SDK, only when a source of its kind is used. */
export async function openSource(
  name: string,
  settings: SourceSettings,
  context: SettingsContext,
): Promise<Source> {
  switch (settings.type) {
    case 'duckdb': {
      const { connector } = await import('../../connectors/duckdb/index.ts');
      return asSource(name, connector, settings, context);
    }
    case 'sqlite': {
      const { connector } = await import('../../connectors/sqlite/index.ts');
      return asSource(name, connector, settings, context);
    }
    case 'postgres': {
      const { connector } = await import('../../connectors/postgres/index.ts');
      return asSource(name, connector, settings, context);
    }
    case 'mysql': {
      const { connector } = await import('../../connectors/mysql/index.ts');
      return asSource(name, connector, settings, context);
    }
    case 'bigquery': {
      const { connector } = await import('../../connectors/bigquery/index.ts');
      return asSource(name, connector, settings, context);
    }
    case 'snowflake': {
      const { connector } = await import('../../connectors/snowflake/index.ts');
      return asSource(name, connector, settings, context);
    }
  }
}

function asSource<S>(name: string, connector: Connector<S>, settings: S, context: SettingsContext): Source {
  const connect = withErrors(name, connector.configure(settings, context), connector.kindOf);
  return {
    name,
    identity: connector.identity(settings, context),
    dialect: connector.dialect(settings),
    connect,
  };
}
