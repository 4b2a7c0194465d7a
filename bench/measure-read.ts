import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { FORMATS } from '../src/output/format.ts';
import type { Finding } from './finding.ts';
import { ordersConfig } from './orders-config.ts';
import { WATERMARK } from './orders-table.ts';
import { runWithPeak } from './peak.ts';
import type { Place } from './place.ts';
import { NodeFailed, runNode, TIDEMARK } from './run-node.ts';

/** The most memory that reading all rows into a file takes, in each format and row mode. */
export async function measureRead(place: Place): Promise<readonly Finding[]> {
  await place.orders();
  const config = await place.config('read', ordersConfig('read.db', 'counts'));
  const reads = [
    ...FORMATS.map((format) => ({ dataset: 'orders', format, mode: 'append' })),
    { dataset: 'newest', format: 'parquet', mode: 'latest' },
  ];
  const findings: Finding[] = [];
  for (const dataset of ['orders', 'newest']) {
    place.say(`read: a snapshot of ${dataset}`);
    await runNode([TIDEMARK, 'snapshot', dataset, '--watermark', WATERMARK, '--config', config]);
  }
  for (const { dataset, format, mode } of reads) {
    place.say(`read: ${format}, row mode ${mode}`);
    findings.push({
      name: `read-${format}${mode === 'append' ? '' : `-${mode}`}`,
      target: `peak memory of reading ${place.rows} rows to ${format}, row mode ${mode}`,
      limit: 400,
      unit: 'MB',
      ...(await readAll(place, config, dataset, format)),
    });
  }
  return findings;
}

/** A read that fails is a figure that is missing; the others are still worth having. */
async function readAll(
  place: Place,
  config: string,
  dataset: string,
  format: string,
): Promise<Pick<Finding, 'figure' | 'from'>> {
  const output = path.join(place.folder, `${dataset}.${format}`);
  try {
    const args = ['read', `${dataset}@latest`, '-o', output, '--config', config];
    const { seconds, peak } = await runWithPeak(place, args);
    const { size } = await stat(output);
    return {
      figure: peak,
      from: `${seconds.toFixed(0)} s for a file of ${megabytes(size).toFixed(0)} MB`,
    };
  } catch (error) {
    if (error instanceof NodeFailed) return { figure: null, from: `it failed: ${error.reason}` };
    throw error;
  } finally {
    await rm(output, { force: true });
  }
}

function megabytes(bytes: number): number {
  return bytes / 1e6;
}
