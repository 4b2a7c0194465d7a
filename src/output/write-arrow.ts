import type { Writable } from 'node:stream';
import { Field, makeData, RecordBatch, RecordBatchFileWriter, Schema, Struct } from 'apache-arrow';
import { type ArrowColumn, arrowColumn } from './arrow-columns.ts';
import { send } from './send.ts';
import type { Workbench } from './workbench.ts';

/** Rows in a batch, but for the last of each piece. A multiple of eight. */
const BATCH_ROWS = 65_536;

/** A writer of Arrow's IPC file format whose bytes are fetched, so that whoever takes them sets the pace. */
class Batches extends RecordBatchFileWriter {
  #bytes: Uint8Array[] = [];

  protected override _write(chunk: Uint8Array): this {
    if (this._started && chunk.byteLength > 0) {
      this.#bytes.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      this._position += chunk.byteLength;
    }
    return this;
  }

  takeBytes(): Uint8Array {
    const bytes = Buffer.concat(this.#bytes);
    this.#bytes = [];
    return bytes;
  }
}

/** Writes relations of one schema, as they come, as one file in Arrow's IPC format. */
export function arrowWriter(workbench: Workbench, out: Writable) {
  const writer = new Batches();
  let columns: readonly ArrowColumn[] = [];
  let schema = new Schema();
  const batch = (rows: number) => {
    const children = columns.map((column) => column.take());
    return new RecordBatch(
      schema,
      makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children }),
    );
  };
  return {
    /** @param relation a FROM item of DuckDB's SQL */
    async add(relation: string): Promise<void> {
      const described = await workbench.rows(
        `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${relation})`,
      );
      if (columns.length === 0) {
        columns = described.map(([, type]) => arrowColumn(type ?? '', BATCH_ROWS));
        schema = new Schema(
          described.map(([name], i) => new Field(name ?? '', (columns[i] as ArrowColumn).type, true)),
        );
        writer.reset(undefined, schema);
      }
      const asked = described.map(([name], i) =>
        columns[i]?.asked(`"${(name ?? '').replaceAll('"', '""')}"`),
      );
      let rows = 0;
      for await (const chunk of workbench.chunks(`SELECT ${asked.join(', ')} FROM ${relation}`)) {
        for (let row = 0; row < chunk.rowCount; ) {
          const end = Math.min(chunk.rowCount, row + BATCH_ROWS - rows);
          columns.forEach((column, i) => {
            const vector = chunk.getColumnVector(i);
            for (let at = row; at < end; at++) column.add(vector.getItem(at));
          });
          rows += end - row;
          row = end;
          if (rows < BATCH_ROWS) continue;
          writer.write(batch(rows));
          rows = 0;
          await send(writer.takeBytes(), out);
        }
      }
      if (rows > 0) writer.write(batch(rows));
      await send(writer.takeBytes(), out);
    },
    /** Writes the end. At least one relation must have been added. */
    async end(): Promise<void> {
      writer.finish();
      await send(writer.takeBytes(), out);
    },
  };
}
