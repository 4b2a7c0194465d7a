import type { Writable } from 'node:stream';
import type { StoredVersion } from '../catalog/catalog.ts';
import { readTarget } from '../cli/read-target.ts';
import { withScratch } from '../cli/with-scratch.ts';
import { type Format, formatFor } from '../output/format.ts';
import { outputError, writeFile } from '../output/write-file.ts';
import { writePieces } from '../output/write-pieces.ts';
import { createRead, type Keeper } from '../read/read.ts';
import { resolveVersion } from '../read/resolve.ts';
import type { Selection } from '../read/selection.ts';
import type { Verification } from '../read/verify.ts';
import { openApp } from './open-app.ts';
import { systemClock } from './system-clock.ts';

/*
 * Tidemark for programs: `import { openTidemark } from 'tidemark'`. Every error that it means to throw is a TidemarkError with a code of
 * docs/errors.md. docs/library.md has examples.
 */

export { TidemarkError } from '../base/errors.ts';
export type { StoredVersion } from '../catalog/catalog.ts';
export type { Format } from '../output/format.ts';
export type { Keeper } from '../read/read.ts';
export type { Selection } from '../read/selection.ts';
export type { Verification } from '../read/verify.ts';

export interface TidemarkOptions {
  /** The config's path; else TIDEMARK_CONFIG, else the nearest config/tidemark.yaml. */
  readonly config?: string | undefined;
  /** Ends whatever runs, also in the warehouse. */
  readonly signal?: AbortSignal | undefined;
}

/** What of a version is read, and how; everything where nothing is said. */
export interface ReadRequest extends Selection {
  /** Default: by the file's ending, else csv. */
  readonly format?: Format | undefined;
  /** From here and nowhere else; default: the first that has it. */
  readonly from?: Keeper | undefined;
  /** Told when an archive is not whole, and the version is read from elsewhere. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

export interface VerifyRequest {
  readonly from?: Keeper | undefined;
  /** A share of the partitions as an exact decimal: `0.05`. */
  readonly sample?: string | undefined;
}

export interface Tidemark {
  /** The version that a REF names. @throws version-missing, reference-ambiguous, reference-invalid */
  version(reference: string): Promise<StoredVersion>;
  /**
   * Reads the selected rows, after proving that they are the version's, in an order that is always the same.
   * @param to a file's path, written whole or not at all; or a stream, which is not ended
   * @throws drift, object-damaged, part-missing, …
   */
  read(
    reference: string,
    to: string | Writable,
    request?: ReadRequest,
  ): Promise<{ readonly version: StoredVersion; readonly from: Keeper; readonly format: Format }>;
  /** Compares what holds the version with the version. Drift is a result, not an error. */
  verify(
    reference: string,
    request?: VerifyRequest,
  ): Promise<Verification & { readonly version: StoredVersion; readonly from: Keeper }>;
  close(): Promise<void>;
}

/** Opens what a config names; connections are made when they are first needed. @throws config-missing, config-invalid */
export async function openTidemark({ config, signal }: TidemarkOptions = {}): Promise<Tidemark> {
  const stop = signal ?? new AbortController().signal;
  const app = await openApp(config, systemClock, stop);
  const opened = async (reference: string) => {
    const catalog = await app.catalog();
    const version = await resolveVersion(catalog, reference);
    return {
      version,
      target: await readTarget(app, version),
      reads: createRead({ catalog, clock: app.clock }),
    };
  };
  return {
    version: async (reference) => resolveVersion(await app.catalog(), reference),
    async read(reference, to, { format: asked, from: wanted, onWarning, ...selection } = {}) {
      const file = typeof to === 'string' ? to : undefined;
      const format = formatFor(asked, file);
      const { version, target, reads } = await opened(reference);
      const from = await withScratch(file, async (scratch) => {
        const options = {
          selection,
          from: wanted,
          scratch,
          signal: stop,
          onPassedOver: ({ message }: Error) => onWarning?.(message),
        };
        return reads.read(target, options, async (reading) => {
          await (typeof to === 'string'
            ? writeFile(to, (out) => writePieces(reading, format, out, scratch))
            : writePieces(reading, format, to, scratch));
          return reading.from;
        });
      }).catch((error: unknown) => {
        throw outputError(error, file ?? 'the stream');
      });
      return { version, from, format };
    },
    async verify(reference, { from, sample } = {}) {
      const { version, target, reads } = await opened(reference);
      const verification = await withScratch(undefined, (scratch) =>
        reads.verify(target, { from, sample, scratch, signal: stop }),
      );
      return { version, ...verification };
    },
    close: () => app.close(),
  };
}
