/**
 * Every error that Tidemark reports on purpose, with what kind it is. docs/errors.md explains each;
 * a test holds the two against each other in both directions.
 *
 * Kinds are what a caller can act on; the doors map them to exit codes and HTTP status:
 * - invalid: the input is wrong; the same call fails again
 * - missing: a thing named does not exist
 * - check: a check ran and did not pass
 * - denied: the warehouse, or the store, refused access
 * - transient: it may work when tried again
 * - cancelled: stopped on request
 * - failed: the warehouse, the catalog, the store or the machine failed in another way
 */
export const ERROR_KINDS = {
  'config-missing': 'missing',
  'config-invalid': 'invalid',
  usage: 'invalid',
  'name-invalid': 'invalid',
  'reference-invalid': 'invalid',
  'reference-ambiguous': 'invalid',
  'version-missing': 'missing',
  'dataset-missing': 'missing',
  'tag-moved': 'invalid',
  'manifest-invalid': 'invalid',
  'split-invalid': 'invalid',
  'part-missing': 'missing',
  'instant-invalid': 'invalid',
  'duration-invalid': 'invalid',
  'watermark-invalid': 'invalid',
  'column-missing': 'missing',
  'column-unsupported': 'invalid',
  'ingestion-invalid': 'invalid',
  'key-invalid': 'invalid',
  'nulls-found': 'invalid',
  'value-unsupported': 'invalid',
  'table-empty': 'invalid',
  'snapshot-running': 'transient',
  drift: 'check',
  'known-answer-wrong': 'check',
  'count-disagrees': 'failed',
  'source-missing': 'missing',
  'source-denied': 'denied',
  'source-unavailable': 'transient',
  'source-timeout': 'failed',
  'source-invalid': 'invalid',
  'source-failed': 'failed',
  'pin-unsupported': 'invalid',
  'cost-limit': 'invalid',
  'moment-gone': 'failed',
  cancelled: 'cancelled',
  'catalog-invalid': 'invalid',
  'catalog-newer': 'invalid',
  'catalog-read-only': 'invalid',
  'catalog-failed': 'failed',
  'store-invalid': 'invalid',
  'store-denied': 'denied',
  'store-unavailable': 'transient',
  'store-conflict': 'check',
  'store-failed': 'failed',
  'object-missing': 'missing',
  'object-damaged': 'check',
  'not-kept': 'missing',
  'archive-unfit': 'failed',
  'disk-full': 'failed',
  'output-failed': 'failed',
  'export-conflict': 'invalid',
} as const;

export type ErrorCode = keyof typeof ERROR_KINDS;
export type ErrorKind = (typeof ERROR_KINDS)[ErrorCode];
