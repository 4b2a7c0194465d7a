import type { Row } from './driver.ts';

/** A batch ends with the row that reaches either: enough rows to be worth a turn, not so much text that it piles up. */
export const FULL_BATCH = { rows: 1000, characters: 1_000_000 } as const;

/** The rows in batches, as they come. */
export async function* inBatches(rows: AsyncIterable<Row>): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  let characters = 0;
  for await (const row of rows) {
    batch.push(row);
    for (const value of row) characters += value?.length ?? 0;
    if (batch.length < FULL_BATCH.rows && characters < FULL_BATCH.characters) continue;
    yield batch;
    [batch, characters] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
