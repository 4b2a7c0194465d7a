import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { ArchivedObject, Segment } from '../catalog/archives.ts';
import { readFooter, rowGroupsOf } from '../output/parquet-footer.ts';
import { SPLIT } from './layout.ts';

/** Bytes that are read at once. */
const CHUNK = 1 << 20;

/** What the catalog is to know of an object that was written: each row group is a segment, and the footer is the last. */
export async function describeObject(file: string, layout: string): Promise<ArchivedObject> {
  const groups = rowGroupsOf(await readFooter(file), SPLIT);
  const bytes = BigInt((await stat(file)).size);
  const ends = [
    ...groups.map(
      (group): Omit<Segment, 'sha256'> => ({ end: group.end, splits: [group.least, group.greatest] }),
    ),
    { end: bytes, splits: null },
  ];
  const whole = createHash('sha256');
  const segments: Segment[] = [];
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK);
    let at = 0n;
    for (const { end, splits } of ends) {
      const part = createHash('sha256');
      while (at < end) {
        const most = end - at < BigInt(CHUNK) ? Number(end - at) : CHUNK;
        const { bytesRead } = await handle.read(buffer, 0, most, Number(at));
        if (bytesRead === 0) throw new Error(`${file} ends too early`);
        part.update(buffer.subarray(0, bytesRead));
        whole.update(buffer.subarray(0, bytesRead));
        at += BigInt(bytesRead);
      }
      segments.push({ end, sha256: part.digest('hex'), splits });
    }
  } finally {
    await handle.close();
  }
  const rows = groups.reduce((total, group) => total + group.rows, 0n);
  return { sha256: whole.digest('hex'), layout, bytes, rows, segments };
}
