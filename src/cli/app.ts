import type { Clock } from '../base/clock.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Dataset, Source } from '../scan/dataset.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Store } from '../store/store.ts';

/** What the commands work with, made from a config. Connections are opened when they are first asked for. */
export interface App {
  readonly configFile: string;
  readonly clock: Clock;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  datasets(): readonly Dataset[];
  /** @throws dataset-missing, listing the nearest */
  dataset(name: string): Dataset;
  sourceNames(): readonly string[];
  source(name: string): Promise<Source>;
  catalog(): Promise<Catalog>;
  /** Where archives are. */
  store(): Promise<Store>;
  /** Another place in S3, reached as the config's store is where that is S3 too, else as the environment says. @param url s3://… */
  storeAt(url: string): Promise<Store>;
  /** DuckDB's, in which files are read. */
  fileDialect(): Promise<Dialect>;
  close(): Promise<void>;
}

/** @param config the path that was asked for, if any */
export type OpenApp = (config: string | undefined) => Promise<App>;

/** What a command found out: for programs, and for people. */
export interface Outcome {
  /** Keys are stable; counts are decimal text. */
  readonly json: unknown;
  readonly text: string;
  /** 0 unless the check that was asked for did not pass. */
  readonly exitCode?: 0 | 1;
}
