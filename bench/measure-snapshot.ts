import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { leastInTurn, type Took } from './alternate.ts';
import type { Finding } from './finding.ts';
import { ordersConfig } from './orders-config.ts';
import { addLateRow, correctRecentRow, WATERMARK } from './orders-table.ts';
import type { Place } from './place.ts';
import { runNode, TIDEMARK } from './run-node.ts';

const ROUNDS = 3;
const HASH_ALONE = fileURLToPath(new URL('./hash-alone.js', import.meta.url));

/** A first snapshot against hashing alone, and snapshots after a change against the first. */
export async function measureSnapshot(place: Place): Promise<readonly Finding[]> {
  const file = await place.orders();
  const catalog = 'snapshot.db';
  const counts = await place.config('counts', ordersConfig(catalog, 'counts'));
  const window = await place.config('window', ordersConfig(catalog, '3d'));
  const took = await leastInTurn(ROUNDS, {
    hash: async (round) => {
      place.say(`snapshot: round ${round + 1} of ${ROUNDS}`);
      return JSON.parse((await runNode([HASH_ALONE, file])).stdout) as Took;
    },
    full: async () => {
      await rm(path.join(place.folder, catalog), { force: true });
      return snapshot(counts, 365);
    },
    counts: async (round) => {
      await addLateRow(file, place.rows, round);
      return snapshot(counts, 1);
    },
    window: async (round) => {
      await correctRecentRow(file, place.rows, round);
      return snapshot(window, 3);
    },
  });
  const { hash, full } = took;
  const changed = (side: 'counts' | 'window', recheck: string): Finding => ({
    name: `snapshot-changed-${side}`,
    target: `snapshot after 1 of 365 partitions changed, recheck: ${recheck}, against the first`,
    figure: (100 * took[side].seconds) / full.seconds,
    limit: 5,
    unit: '%',
    from: `${took[side].seconds.toFixed(2)} s against ${full.seconds.toFixed(1)} s; processor time ${((100 * took[side].cpu) / full.cpu).toFixed(2)} %`,
  });
  return [
    {
      name: 'snapshot-full',
      target: 'first snapshot against SELECT max(sha256(row text)) alone',
      figure: full.seconds / hash.seconds,
      limit: 2.5,
      unit: '×',
      from: `${full.seconds.toFixed(1)} s against ${hash.seconds.toFixed(1)} s; processor time ${(full.cpu / hash.cpu).toFixed(2)} ×`,
    },
    changed('counts', 'counts'),
    changed('window', '3d'),
  ];
}

/** @throws where the snapshot did not digest that many partitions */
async function snapshot(config: string, digests: number): Promise<Took> {
  const ran = await runNode([
    TIDEMARK,
    'snapshot',
    'orders',
    '--watermark',
    WATERMARK,
    '--json',
    '--config',
    config,
  ]);
  const { partitions } = JSON.parse(ran.stdout) as { partitions: { digested: number } };
  if (partitions.digested === digests) return ran;
  throw new Error(`expected a snapshot to digest ${digests} partitions; it digested ${partitions.digested}`);
}
