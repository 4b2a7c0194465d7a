import path from 'node:path';
import { TidemarkError } from '../base/errors.ts';

export const FORMATS = ['parquet', 'arrow', 'csv', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

const BY_ENDING: Readonly<Record<string, Format>> = {
  '.parquet': 'parquet',
  '.arrow': 'arrow',
  '.feather': 'arrow',
  '.csv': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
};

/**
 * The format that was asked for, else the one that the file's ending means, else CSV.
 * @throws usage where what was asked for is none
 */
export function formatFor(asked: string | undefined, file: string | undefined): Format {
  if (asked === undefined) return BY_ENDING[path.extname(file ?? '').toLowerCase()] ?? 'csv';
  const format = FORMATS.find((f) => f === asked);
  if (format) return format;
  throw new TidemarkError('usage', `"${asked}" is not a format: expected one of ${FORMATS.join(', ')}.`);
}
