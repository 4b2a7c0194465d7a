import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { S3_LIMITS, type S3Limits } from '../../src/store/s3-client.ts';
import { openS3Store } from '../../src/store/s3-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { S3Settings } from '../../src/store/store-settings.ts';
import type { StoreFixture } from './store-suite.ts';

/** A prefix of its own in the bucket of the tests. @param changes to how it is reached */
export function s3Fixture(
  changes: Partial<S3Settings> = {},
): Omit<StoreFixture, 'settings'> & { readonly settings: S3Settings } {
  const { endpoint, bucket, accessKeyId, secretAccessKey } = inject('s3');
  return {
    settings: {
      url: `s3://${bucket}/tests/${randomUUID()}`,
      endpoint,
      accessKeyId: { env: 'STORE_KEY' },
      secretAccessKey: { env: 'STORE_SECRET' },
      ...changes,
    },
    environment: { STORE_KEY: accessKeyId, STORE_SECRET: secretAccessKey },
  };
}

export function s3Store(changes: Partial<S3Settings> = {}, limits: Partial<S3Limits> = {}): Store {
  const { settings, environment } = s3Fixture(changes);
  return openS3Store(settings, environment, { ...S3_LIMITS, ...limits });
}
