import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diskError, outputError } from '../output/write-file.ts';

/** A folder for what lies between, on the disk of the output, or of temporary files where there is none. */
export async function withScratch<T>(
  output: string | undefined,
  work: (scratch: string) => Promise<T>,
): Promise<T> {
  const parent = output === undefined ? tmpdir() : path.dirname(path.resolve(output));
  const scratch = await mkdtemp(path.join(parent, '.tidemark-')).catch((error: unknown) => {
    throw outputError(error, output ?? parent);
  });
  try {
    return await work(scratch);
  } catch (error) {
    throw diskError(error, output ?? parent);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
