import { rawSql } from '../../src/source/raw-sql.ts';

/**
 * Postgres never changes a row: an update writes a new version of it at a new place, with the number of its
 * transaction. So equal sets of (table, place, transaction) are equal rows; the scan that adds them up takes a quarter of
 * the time that digests take.
 */
export const ROW_VERSION = rawSql(
  'hashtextextended(CAST(tableoid AS text) || CAST(ctid AS text) || CAST(xmin AS text), 0)',
);

/**
 * When row versions of the table can be compared at all, and everything beside them that its rows' texts depend on:
 * - the cluster, and since when it runs: one that was restored from a copy of its files gives the same numbers again;
 * - the newest version of what describes the columns of the table, its partitions and of composite types (a column
 *   can be added with a default that no row is rewritten for), of enums' labels, and of row security's policies;
 * - the role, since policies go by it.
 * No row for what has no rows of its own: views and foreign tables.
 */
export const EPOCH_QUERY = `WITH RECURSIVE tree AS (
  SELECT CAST($1 AS regclass)::oid AS oid
  UNION ALL
  SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree t ON i.inhparent = t.oid),
described AS (
  SELECT a.xmin::text || a.ctid::text AS version FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE c.relkind = 'c' OR c.oid IN (SELECT oid FROM tree)
  UNION ALL SELECT d.xmin::text || d.ctid::text FROM pg_catalog.pg_attrdef d WHERE d.adrelid IN (SELECT oid FROM tree)
  UNION ALL SELECT e.xmin::text || e.ctid::text FROM pg_catalog.pg_enum e
  UNION ALL SELECT p.xmin::text || p.ctid::text FROM pg_catalog.pg_policy p
    WHERE p.polrelid IN (SELECT oid FROM tree)
  UNION ALL SELECT c.oid::text || c.relrowsecurity || c.relforcerowsecurity FROM pg_catalog.pg_class c
    WHERE c.oid IN (SELECT oid FROM tree))
SELECT md5(concat_ws(' ', (SELECT system_identifier FROM pg_catalog.pg_control_system()),
  date_part('epoch', pg_postmaster_start_time())::text, current_user, current_setting('server_version'),
  (SELECT string_agg(version, ' ' ORDER BY version COLLATE "C") FROM described)))
WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN tree USING (oid)
  WHERE c.relkind NOT IN ('r', 'p', 'm')
    OR c.relkind <> 'p' AND c.relam <> (SELECT a.oid FROM pg_catalog.pg_am a WHERE a.amname = 'heap'))`;
