import { TidemarkError } from '../../src/base/errors.ts';
import { kindOf, reasonOf } from './errors.ts';

/** What BigQuery says where a table's state at a moment is not to be had: before its creation, or too long ago. */
const NO_MOMENT = /invalid (time travel|snapshot) time|cannot (read|query) .*before|time travel/i;
const TOO_COSTLY = /exceeded limit for bytes billed/i;
const NO_PARTITION_FILTER = /without a filter over column/i;

/** The error with what can be done about it, where BigQuery's own words leave that open; any other as it is. */
export function explained(error: unknown): unknown {
  if (error instanceof TidemarkError || kindOf(error) !== 'invalid') return error;
  const { message } = error as Error;
  const said = message.split('\n')[0] ?? '';
  if (NO_MOMENT.test(message)) {
    return new TidemarkError(
      'moment-gone',
      `BigQuery no longer has the table as it was when this began: ${said} The table was recreated, or its time travel ` +
        'ended. No version was made. Run it again, which takes the table as it is now; a version of before can be ' +
        'read from where it was pinned.',
      { cause: error },
    );
  }
  if (reasonOf(error) === 'bytesBilledLimitExceeded' || TOO_COSTLY.test(message)) {
    return new TidemarkError(
      'cost-limit',
      `The query would be billed for more than is left of maxBytesBilled: ${said} Raise maxBytesBilled of the dataset ` +
        'or the source, or set recheck: hints, so that unchanged partitions are not read again.',
      { cause: error },
    );
  }
  if (NO_PARTITION_FILTER.test(message)) {
    return new TidemarkError(
      'source-invalid',
      `${said} The table is partitioned by another column than the dataset’s ingestion column: give "where" a condition ` +
        'on it that every row fulfils.',
      { cause: error },
    );
  }
  return error;
}
