import { sha256 } from '../base/sha256.ts';
import type { Lanes } from './lanes.ts';

/** The name of how rows are summed up, as manifests carry it. */
export const DIGEST_ALGORITHM = 'sum2x60-sha256/1';

/** The partition's digest, in hex: over its format's name, its rows and its lanes, a line each. */
export function partitionDigest(rows: bigint, lanes: Lanes): string {
  return sha256(`tidemark.partition/1\n${rows}\n${lanes[0]}\n${lanes[1]}\n`);
}
