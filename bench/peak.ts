import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Place } from './place.ts';
import { type Ran, runNode, TIDEMARK } from './run-node.ts';

const REPORT_PEAK = new URL('./report-peak.js', import.meta.url).href;

/** Runs the command line, and says the most memory that it held, in MB. */
export async function runWithPeak(
  place: Place,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ran & { readonly peak: number }> {
  const peak = path.join(place.folder, 'peak');
  const ran = await runNode(['--import', REPORT_PEAK, TIDEMARK, ...args], {
    ...env,
    TIDEMARK_BENCH_PEAK: peak,
  });
  return { ...ran, peak: Number(await readFile(peak, 'utf8')) / 1e6 };
}
