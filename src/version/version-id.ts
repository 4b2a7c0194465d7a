import { createHash } from 'node:crypto';
import { TidemarkError } from '../base/errors.ts';
import { compactInstant, type Instant, isInstant } from '../base/instant.ts';
import { isName, NAME_RULE } from '../base/names.ts';
import { type Manifest, printManifest } from './manifest.ts';

/*
 * A version's ID: docs/formats.md, section 5.
 *
 *   ID        = NAME "@" WATERMARK "-" HASH
 *   WATERMARK = YYYYMMDD "T" HHMMSS "Z"
 *   HASH      = the first 16 characters of the lower-case base32 (RFC 4648) of the manifest's SHA-256
 */

export type VersionId = string & { readonly __brand: 'VersionId' };

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
export const HASH_LENGTH = 16;

export interface ParsedId {
  readonly dataset: string;
  readonly watermark: Instant;
  /** 6 to 16 characters: a hash may be shortened. */
  readonly hash: string;
}

/** What names a version: its ID, and the full SHA-256 of its manifest in hex. */
export interface Identity {
  readonly id: VersionId;
  readonly sha256: string;
  /** The hash in the ID. */
  readonly hash: string;
}

export function identify(manifest: Manifest): Identity {
  const digest = createHash('sha256').update(printManifest(manifest), 'utf8').digest();
  const hash = base32(digest).slice(0, HASH_LENGTH);
  const id = `${manifest.dataset}@${compactInstant(manifest.watermark)}-${hash}` as VersionId;
  return { id, sha256: digest.toString('hex'), hash };
}

/**
 * Reads an ID, whole or with its hash shortened.
 * @throws reference-invalid, saying what was expected
 */
export function parseId(text: string): ParsedId {
  const match = /^([^@]+)@(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-([a-z2-7]{6,16})$/.exec(text);
  const [, dataset = '', year, month, day, hour, minute, second, hash = ''] = match ?? [];
  const watermark = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  if (!match || !isName(dataset) || !isInstant(watermark)) {
    throw new TidemarkError(
      'reference-invalid',
      `"${text}" is not a version ID: expected NAME@YYYYMMDDTHHMMSSZ-HASH, such as ` +
        `orders@20201031T000000Z-66a6u2o64u5mv5ew, where NAME is ${NAME_RULE}.`,
    );
  }
  return { dataset, watermark, hash };
}

function base32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
    }
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}
