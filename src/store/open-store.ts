import path from 'node:path';
import { folderStore } from './folder-store.ts';
import type { Store } from './store.ts';
import { type StoreSettings, storeTarget } from './store-settings.ts';

/**
 * Opens a store. Nothing is asked of it yet, and no folder is made. A folder does without the S3 client.
 * @param folder where a relative path starts from
 * @param environment for the secrets that the settings name, and for AWS_…
 * @throws config-invalid where a variable is not set; store-invalid where AWS_ENDPOINT_URL is no address
 */
export async function openStore(
  settings: StoreSettings,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Store> {
  const target = storeTarget(settings);
  if ('path' in target) return folderStore(path.resolve(folder, target.path));
  const { openS3Store } = await import('./s3-store.ts');
  return openS3Store(target, environment);
}
