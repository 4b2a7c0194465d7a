import { parseBytes } from '../../base/bytes.ts';
import { parseDuration } from '../../base/duration.ts';
import { parseRecheck } from '../../partition/recheck.ts';
import type { Dataset } from '../../scan/dataset.ts';
import { checkSplit } from '../../split/check-split.ts';
import type { Split } from '../../split/split.ts';
import type { DatasetConfig } from './schema.ts';

/** A dataset's settings as the dataset that the rest of Tidemark knows. @throws split-invalid */
export function toDataset(name: string, config: DatasetConfig): Dataset {
  const { ingestion } = config;
  return {
    name,
    source: config.source,
    table: config.table,
    columns: config.columns,
    where: config.where?.trim() || null,
    ingestion: {
      column: ingestion.column,
      granularity: ingestion.granularity,
      delay: parseDuration(ingestion.delay),
      recheck: parseRecheck(ingestion.recheck),
      nulls: ingestion.nulls,
    },
    rows: config.rows,
    split: config.split === undefined ? null : toSplit(config.split),
    rowsPerScan: BigInt(config.rowsPerScan),
    keep: config.keep,
    maxBytesBilled: config.maxBytesBilled === undefined ? undefined : parseBytes(config.maxBytesBilled),
  };
}

function toSplit(split: NonNullable<DatasetConfig['split']>): Split {
  if ('column' in split) {
    const parts = Object.entries(split.parts).map(([name, until]) => ({ name, until }));
    return checkSplit({ algorithm: 'time-v1', column: split.column, parts });
  }
  const parts = Object.entries(split.parts).map(([name, share]) => ({ name, share: String(share) }));
  return checkSplit({ algorithm: 'split-v1', key: split.key, parts, salt: split.salt });
}
