import { rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { addRowGroups, MAGIC, printFooter, readFooter } from './parquet-footer.ts';
import { send, sendFile } from './send.ts';
import type { Field } from './thrift-compact.ts';

/** Writes Parquet files of one schema as one, as they come: row groups are copied as they are, the footers become one. */
export function joinParquet(out: Writable) {
  let written = 0n;
  let metadata: Field[] | undefined;
  const write = async (bytes: Uint8Array) => {
    await send(bytes, out);
    written += BigInt(bytes.length);
  };
  return {
    /** Adds a file's rows, and removes it. */
    async add(file: string): Promise<void> {
      const footer = await readFooter(file);
      if (metadata === undefined) {
        await write(MAGIC);
        metadata = footer.metadata;
      } else {
        addRowGroups(metadata, footer.metadata, written - BigInt(MAGIC.length));
      }
      await sendFile(file, out, MAGIC.length, Number(footer.start));
      written += footer.start - BigInt(MAGIC.length);
      await rm(file);
    },
    /** Writes the footer. At least one file must have been added. */
    async end(): Promise<void> {
      await write(printFooter(metadata ?? []));
    },
  };
}
