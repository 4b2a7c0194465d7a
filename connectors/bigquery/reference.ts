import { TidemarkError } from '../../src/base/errors.ts';
import { splitReference } from '../../src/source/table-reference.ts';
import type { TableReference } from './table-reference.ts';

/** Where tables are whose reference does not say. */
export interface Place {
  readonly project: string;
  readonly dataset?: string | undefined;
}

const FORM = {
  expected: 'table, dataset.table or project.dataset.table',
  most: 3,
  backticks: true,
} as const;

/** The table that a reference means. @throws source-invalid */
export function placeOf(reference: string, place: Place): TableReference {
  const names = splitReference(reference, FORM);
  const [tableId = '', datasetId = place.dataset, projectId = place.project] = names.toReversed();
  if (datasetId === undefined) {
    throw new TidemarkError(
      'source-invalid',
      `"${reference}" names no dataset: write ${FORM.expected.split(', ')[1]?.replace('table', reference)}, or set the source’s dataset.`,
    );
  }
  if (tableId.endsWith('*')) {
    throw new TidemarkError(
      'source-invalid',
      `"${reference}" is a wildcard over tables, which BigQuery cannot read at one moment. Snapshot one table, ` +
        'or a table into which they are put together.',
    );
  }
  return { projectId, datasetId, tableId };
}
