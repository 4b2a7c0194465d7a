import { type Data, DataType, RecordBatchReader, type Utf8 } from 'apache-arrow';
import type { Row } from '../../src/source/driver.ts';

/**
 * The rows of one Arrow record batch whose columns are all texts, by position: names may repeat, or be odd.
 * Arrow's own decoder is not used for the texts: it leaves out a U+FEFF that a text begins with.
 * @param schema and batch, each a serialized Arrow message, as the Storage Read API sends them
 */
export function arrowRows(schema: Uint8Array, batch: Uint8Array): readonly Row[] {
  return [...RecordBatchReader.from([schema, batch])].flatMap(({ numRows, data }) => {
    const columns = data.children.map((column) => textsOf(column, numRows));
    return Array.from({ length: numRows }, (_, i) => columns.map((texts) => texts[i] ?? null));
  });
}

function textsOf(column: Data, length: number): readonly (string | null)[] {
  if (!DataType.isUtf8(column.type)) throw new Error(`The Storage API gave ${column.type}, not texts.`);
  const { values, valueOffsets } = column as Data<Utf8>;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Array.from({ length }, (_, i) =>
    column.getValid(i) ? bytes.toString('utf8', valueOffsets[i], valueOffsets[i + 1]) : null,
  );
}
