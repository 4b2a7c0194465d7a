import { instantFromMicros } from '../../src/base/instant.ts';
import type { Call, Past } from '../../src/source/driver.ts';
import type { Client } from './client.ts';
import { kindOf } from './errors.ts';
import type { TableReference } from './table-reference.ts';

const HOUR = 3_600_000_000n;
/** Of a dataset that says nothing else. */
const USUAL_HOURS = 168n;
/** No dataset can be set to less. */
const LEAST_HOURS = 48n;

/**
 * How long time travel has the moment: as the table's dataset is set, or, where Tidemark may not see that, as long as
 * any dataset's at least.
 * @param moment microseconds since the epoch
 */
export async function pastAt(
  client: Client,
  { projectId, datasetId }: TableReference,
  moment: string,
  { signal }: Call,
): Promise<Past> {
  const at = BigInt(moment);
  const path = `datasets/${encodeURIComponent(datasetId)}`;
  const hours = await client
    .request<{ maxTimeTravelHours?: string }>({ method: 'GET', path, project: projectId }, signal)
    .then(({ maxTimeTravelHours }) => (maxTimeTravelHours ? BigInt(maxTimeTravelHours) : USUAL_HOURS))
    .catch((error: unknown) => {
      if (kindOf(error) === 'denied') return LEAST_HOURS;
      throw error;
    });
  return { moment, at: instantFromMicros(at), until: instantFromMicros(at + hours * HOUR) };
}
