import type { Row } from './driver.ts';

/** Every row of a query whose result is small. */
export async function allRows(batches: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}
