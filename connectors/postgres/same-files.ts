/**
 * Whether the table and its partitions are, as the server has them now, those of the transaction's moment. A moment
 * does not cover everything: TRUNCATE and a rewriting ALTER TABLE give a table another file, which every transaction
 * sees at once, until the table is locked; a partition that is attached is seen even then.
 */
export const SAME_FILES_QUERY = `WITH RECURSIVE tree AS (
  SELECT CAST($1 AS regclass)::oid AS oid
  UNION ALL
  SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree t ON i.inhparent = t.oid),
held AS (SELECT c.oid, coalesce(nullif(c.relfilenode, 0)::text, '') AS file
  FROM pg_catalog.pg_class c JOIN tree USING (oid) WHERE c.relkind IN ('r', 'p', 'm')),
present AS (
  SELECT p.relid::oid AS oid FROM pg_catalog.pg_class c, pg_partition_tree(CAST($1 AS regclass)) p
    WHERE c.oid = CAST($1 AS regclass)::oid AND c.relkind = 'p'
  UNION SELECT oid FROM held)
SELECT CASE WHEN (SELECT count(*) FROM held) = count(*) AND NOT EXISTS (
    SELECT 1 FROM held WHERE file <> coalesce(pg_relation_filenode(oid)::text, ''))
  THEN 'true' ELSE 'false' END FROM present`;

/** What tells of it; the next attempt sees the table as it is then. */
export function changedFiles(table: string): Error {
  return Object.assign(
    new Error(
      `table ${table} was truncated or rewritten, or a partition was attached to it, while it was being looked at`,
    ),
    // As a serialization failure, which the server calls what can be tried again.
    { code: '40001' },
  );
}
