import { ENUM_MARK } from './types.ts';

/**
 * Name and type of a relation's columns, in order. Domains are followed to the type below; an enum is marked as
 * one; citext goes by its own name wherever the extension lies. The cast fails where there is no such relation.
 */
export const COLUMNS_QUERY = `WITH RECURSIVE base AS (
  SELECT a.attnum, a.attname, a.atttypid AS type, a.atttypmod AS modifier
  FROM pg_catalog.pg_attribute a
  WHERE a.attrelid = CAST($1 AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT b.attnum, b.attname, t.typbasetype, t.typtypmod
  FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type
  WHERE t.typtype = 'd')
SELECT b.attname::text,
  CASE WHEN t.typtype = 'e' THEN '${ENUM_MARK}' ELSE '' END ||
  CASE WHEN t.typtype = 'b' AND t.typname = 'citext' THEN 'citext' ELSE pg_catalog.format_type(b.type, b.modifier) END
FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type
WHERE t.typtype <> 'd'
ORDER BY b.attnum`;
