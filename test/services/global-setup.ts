import type { TestProject } from 'vitest/node';
import { startBigquery } from './bigquery.ts';
import { startMariadb } from './mariadb.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { type S3Server, startS3 } from './s3.ts';
import { startSnowflake } from './snowflake.ts';

/** Servers that the tests find by `inject(NAME)`: their URLs. */
const SERVICES = {
  postgres: startPostgres,
  mariadb: startMariadb,
  redis: startRedis,
  snowflake: startSnowflake,
  bigquery: startBigquery,
} as const;

declare module 'vitest' {
  export interface ProvidedContext extends Record<keyof typeof SERVICES, string> {
    /** The same server's Storage API. */
    bigqueryStorage: string;
    s3: S3Server;
  }
}

/** Starts the servers before the tests, and ends them afterwards, also where one of them does not start. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const starts = Object.entries(SERVICES).map(async ([name, start]) => {
    const service: { url: string; storageUrl?: string; stop(): Promise<void> } = await start();
    project.provide(name as keyof typeof SERVICES, service.url);
    if (service.storageUrl !== undefined) project.provide('bigqueryStorage', service.storageUrl);
    return service;
  });
  const s3 = startS3().then((service) => {
    project.provide('s3', service.s3);
    return service;
  });
  const settled = await Promise.allSettled([...starts, s3]);
  const stop = async () => {
    await Promise.all(settled.map((s) => (s.status === 'fulfilled' ? s.value.stop() : undefined)));
  };
  const failed = settled.find((s) => s.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return stop;
}
