import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { instantFromMicros } from '../src/base/instant.ts';
import { readTarget } from '../src/cli/read-target.ts';
import { openApp } from '../src/main/open-app.ts';
import { createRead } from '../src/read/read.ts';
import { resolveVersion } from '../src/read/resolve.ts';
import type { Store } from '../src/store/store.ts';

/** How many bytes of the store a read of a part asks for, and how many one of all. */
export async function bytesOfPart(
  config: string,
  reference: string,
  part: string,
): Promise<{ readonly part: bigint; readonly all: bigint }> {
  const clock = () => instantFromMicros(0n);
  const { signal } = new AbortController();
  const app = await openApp(config, clock, signal);
  const scratch = await mkdtemp(path.join(tmpdir(), 'tidemark-bench-'));
  try {
    const catalog = await app.catalog();
    const target = await readTarget(app, await resolveVersion(catalog, reference));
    if (!target.archive) throw new Error(`${reference} is not archived`);
    let bytes = 0n;
    const { store } = target.archive;
    const counting: Store = {
      ...store,
      read: (key, range, stop) => {
        bytes += range ? range.end - range.start : 0n;
        return store.read(key, range, stop);
      },
    };
    const archive = { ...target.archive, store: counting };
    const count = async (wanted: string | undefined) => {
      bytes = 0n;
      const options = { selection: { part: wanted }, from: 'archive' as const, scratch, signal };
      await createRead({ catalog, clock }).read({ ...target, archive }, options, async ({ pieces }) => {
        for await (const piece of pieces) await rm(piece.path);
      });
      return bytes;
    };
    return { part: await count(part), all: await count(undefined) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await app.close();
  }
}
