import { sha256 } from '../base/sha256.ts';
import { cutPoints, sampleBound } from './share.ts';
import type { HashSplit } from './split.ts';

/** Where the 48-bit integers stand in the split hash: hex digits [start, start + 12). */
const PART_DIGITS = 0;
export const FOLD_DIGITS = 12;
export const SAMPLE_DIGITS = 24;
export const DIGITS = 12;

/** The split hash `s`, in hex. @param key canonical texts of the key columns, in the declared order */
export function splitHash(key: readonly string[], salt: string): string {
  return sha256(`split-v1|${salt}|${key.join('|')}`);
}

/** The part that a key with this split hash is in. */
export function partOf(hash: string, parts: HashSplit['parts']): string {
  const cuts = cutPoints(parts.map((p) => p.share));
  const position = digits(hash, PART_DIGITS);
  const index = cuts.findIndex((cut) => position < cut);
  return parts[index]?.name ?? '';
}

/** The fold, from 0, of `folds`. */
export function foldOf(hash: string, folds: bigint): bigint {
  return digits(hash, FOLD_DIGITS) % folds;
}

export function inSample(hash: string, share: string): boolean {
  return digits(hash, SAMPLE_DIGITS) < sampleBound(share);
}

function digits(hash: string, start: number): bigint {
  return BigInt(`0x${hash.slice(start, start + DIGITS)}`);
}
