import { randomUUID } from 'node:crypto';
import { openSource, type SourceSettings } from '../../src/main/connectors.ts';
import type { Source } from '../../src/scan/dataset.ts';

/** A source whose server's URL is another than the one it came from. @param change makes it so */
export function sourceAt(
  url: string,
  change: (url: URL) => void,
  settings: (url: { env: string }) => SourceSettings,
): Promise<Source> {
  const changed = new URL(url);
  change(changed);
  const env = `TIDEMARK_TEST_${randomUUID().replaceAll('-', '_')}`;
  process.env[env] = changed.href;
  return openSource('test', settings({ env }), { folder: '/' });
}
