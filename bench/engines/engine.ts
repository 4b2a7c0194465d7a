import type { Took } from '../alternate.ts';

/** A warehouse with the table `orders` in it, beside DuckDB. */
export interface Engine {
  /** Its entry under `sources` in a config. */
  readonly source: Readonly<Record<string, unknown>>;
  /** What the source's settings refer to. */
  readonly environment: NodeJS.ProcessEnv;
  /** Hashes every row's text and does nothing else. */
  hashAlone(): Promise<Took>;
  /** Changes one row of one partition in place, another each round. */
  correctRow(round: number): Promise<void>;
  stop(): Promise<void>;
}

/** The time that passed; what a server's processor worked is not seen from here. */
export async function timed(work: () => Promise<unknown>): Promise<Took> {
  const start = performance.now();
  await work();
  return { seconds: (performance.now() - start) / 1000, cpu: Number.NaN };
}
