-- canonical text of bigint
coalesce(CAST("c0" AS text), '~N');

-- canonical text of numeric(12,0)
coalesce(CASE WHEN "c1" <> 'NaN' THEN CAST("c1" AS text) WHEN "c1" IS NOT NULL THEN CAST(CAST('tidemark-value-error: column "c1" holds ' || CAST("c1" AS text) || ', which has no canonical text: leave the column out, leave such rows out ("where"), or cast it to string.' AS integer) AS text) END, '~N');

-- canonical text of bytea
coalesce(encode("c10", 'hex'), '~N');

-- canonical text of date
coalesce(CASE WHEN isfinite("c11") THEN CAST(("c11" - DATE '1970-01-01') AS text) WHEN "c11" IS NOT NULL THEN CAST(CAST('tidemark-value-error: column "c11" holds ' || CAST("c11" AS text) || ', which has no canonical text: leave the column out, leave such rows out ("where"), or cast it to string.' AS integer) AS text) END, '~N');

-- canonical text of timestamp without time zone
coalesce(coalesce(CAST(CASE WHEN "c12" >= TIMESTAMP '1900-01-01 00:00:00' AND "c12" < TIMESTAMP '2040-12-31 00:00:00' THEN CAST(date_part('epoch', "c12") * 1000000 AS bigint) WHEN isfinite("c12") THEN CAST(date_part('epoch', date_trunc('minute', "c12")) AS bigint) * 1000000 + CAST(date_part('microseconds', "c12") AS bigint) END AS text), CASE "c12" WHEN 'infinity' THEN 'inf' WHEN '-infinity' THEN '-inf' END), '~N');

-- canonical text of timestamp with time zone
coalesce(coalesce(CAST(CASE WHEN "c13" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND "c13" < TIMESTAMPTZ '2040-12-31 00:00:00+00' THEN CAST(date_part('epoch', "c13") * 1000000 AS bigint) WHEN isfinite("c13") THEN CAST(date_part('epoch', date_trunc('minute', "c13")) AS bigint) * 1000000 + CAST(date_part('microseconds', "c13") AS bigint) END AS text), CASE "c13" WHEN 'infinity' THEN 'inf' WHEN '-infinity' THEN '-inf' END), '~N');

-- canonical text of time without time zone
coalesce(CAST(CAST(date_part('epoch', "c14") * 1000000 AS bigint) AS text), '~N');

-- canonical text of uuid
coalesce(CAST("c15" AS text), '~N');

-- canonical text of jsonb
coalesce(replace(replace(CAST("c16" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N');

-- canonical text of numeric(12,2)
coalesce(CASE WHEN "c2" <> 'NaN' THEN rtrim(rtrim(CAST("c2" AS text), '0'), '.') WHEN "c2" IS NOT NULL THEN CAST(CAST('tidemark-value-error: column "c2" holds ' || CAST("c2" AS text) || ', which has no canonical text: leave the column out, leave such rows out ("where"), or cast it to string.' AS integer) AS text) END, '~N');

-- canonical text of numeric
coalesce(CASE WHEN scale("c3") IS NOT NULL THEN CASE WHEN scale("c3") > 0 THEN rtrim(rtrim(CAST("c3" AS text), '0'), '.') ELSE CAST("c3" AS text) END WHEN "c3" IS NOT NULL THEN CAST(CAST('tidemark-value-error: column "c3" holds ' || CAST("c3" AS text) || ', which has no canonical text: leave the column out, leave such rows out ("where"), or cast it to string.' AS integer) AS text) END, '~N');

-- canonical text of real
coalesce(CASE WHEN CAST("c4" AS double precision) = 0 THEN '0' WHEN abs(CAST("c4" AS double precision)) >= double precision '2.2250738585072014e-308' AND abs(CAST("c4" AS double precision)) < 'Infinity' THEN CASE WHEN CAST("c4" AS double precision) < 0 THEN '-' ELSE '' END || CAST((CAST(CAST('x' || encode(float8send(CAST("c4" AS double precision)), 'hex') AS bit(64)) AS bigint) & 4503599627370495) | 4503599627370496 AS text) || 'p' || CAST((((get_byte(float8send(CAST("c4" AS double precision)), 0) & 127) << 4) | (get_byte(float8send(CAST("c4" AS double precision)), 1) >> 4)) - 1075 AS text) WHEN CAST("c4" AS double precision) = 'NaN' THEN 'nan' WHEN CAST("c4" AS double precision) = 'Infinity' THEN 'inf' WHEN CAST("c4" AS double precision) = '-Infinity' THEN '-inf' WHEN CAST("c4" AS double precision) IS NOT NULL THEN CASE WHEN (CAST("c4" AS double precision) * double precision '18014398509481984') < 0 THEN '-' ELSE '' END || CAST((CAST(CAST('x' || encode(float8send((CAST("c4" AS double precision) * double precision '18014398509481984')), 'hex') AS bit(64)) AS bigint) & 4503599627370495) | 4503599627370496 AS text) || 'p' || CAST((((get_byte(float8send((CAST("c4" AS double precision) * double precision '18014398509481984')), 0) & 127) << 4) | (get_byte(float8send((CAST("c4" AS double precision) * double precision '18014398509481984')), 1) >> 4)) - 1129 AS text) END, '~N');

-- canonical text of double precision
coalesce(CASE WHEN "c5" = 0 THEN '0' WHEN abs("c5") >= double precision '2.2250738585072014e-308' AND abs("c5") < 'Infinity' THEN CASE WHEN "c5" < 0 THEN '-' ELSE '' END || CAST((CAST(CAST('x' || encode(float8send("c5"), 'hex') AS bit(64)) AS bigint) & 4503599627370495) | 4503599627370496 AS text) || 'p' || CAST((((get_byte(float8send("c5"), 0) & 127) << 4) | (get_byte(float8send("c5"), 1) >> 4)) - 1075 AS text) WHEN "c5" = 'NaN' THEN 'nan' WHEN "c5" = 'Infinity' THEN 'inf' WHEN "c5" = '-Infinity' THEN '-inf' WHEN "c5" IS NOT NULL THEN CASE WHEN ("c5" * double precision '18014398509481984') < 0 THEN '-' ELSE '' END || CAST((CAST(CAST('x' || encode(float8send(("c5" * double precision '18014398509481984')), 'hex') AS bit(64)) AS bigint) & 4503599627370495) | 4503599627370496 AS text) || 'p' || CAST((((get_byte(float8send(("c5" * double precision '18014398509481984')), 0) & 127) << 4) | (get_byte(float8send(("c5" * double precision '18014398509481984')), 1) >> 4)) - 1129 AS text) END, '~N');

-- canonical text of boolean
coalesce(CASE "c6" WHEN true THEN '1' WHEN false THEN '0' END, '~N');

-- canonical text of text
coalesce(replace(replace(CAST("c7" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N');

-- canonical text of character(5)
coalesce(replace(replace(CAST("c8" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N');

-- canonical text of enum mood
coalesce(replace(replace(CAST("c9" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N');

-- export of bigint
CAST("c0" AS text);

-- export of numeric(12,0)
CASE WHEN "c1" <> 'NaN' THEN CAST("c1" AS text) WHEN "c1" IS NOT NULL THEN CAST(CAST('tidemark-value-error: column "c1" holds ' || CAST("c1" AS text) || ', which has no canonical text: leave the column out, leave such rows out ("where"), or cast it to string.' AS integer) AS text) END;

-- export of bytea
encode("c10", 'hex');

-- export of date
CASE WHEN isfinite("c11") THEN CAST(("c11" - DATE '1970-01-01') AS text) WHEN "c11" IS NOT NULL THEN CAST(CAST('tidemark-value-error: column "c11" holds ' || CAST("c11" AS text) || ', which has no canonical text: leave the column out, leave such rows out ("where"), or cast it to string.' AS integer) AS text) END;

-- export of timestamp without time zone
coalesce(CAST(CASE WHEN "c12" >= TIMESTAMP '1900-01-01 00:00:00' AND "c12" < TIMESTAMP '2040-12-31 00:00:00' THEN CAST(date_part('epoch', "c12") * 1000000 AS bigint) WHEN isfinite("c12") THEN CAST(date_part('epoch', date_trunc('minute', "c12")) AS bigint) * 1000000 + CAST(date_part('microseconds', "c12") AS bigint) END AS text), CASE "c12" WHEN 'infinity' THEN 'inf' WHEN '-infinity' THEN '-inf' END);

-- export of timestamp with time zone
coalesce(CAST(CASE WHEN "c13" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND "c13" < TIMESTAMPTZ '2040-12-31 00:00:00+00' THEN CAST(date_part('epoch', "c13") * 1000000 AS bigint) WHEN isfinite("c13") THEN CAST(date_part('epoch', date_trunc('minute', "c13")) AS bigint) * 1000000 + CAST(date_part('microseconds', "c13") AS bigint) END AS text), CASE "c13" WHEN 'infinity' THEN 'inf' WHEN '-infinity' THEN '-inf' END);

-- export of time without time zone
CAST(CAST(date_part('epoch', "c14") * 1000000 AS bigint) AS text);

-- export of uuid
CAST("c15" AS text);

-- export of jsonb
CAST("c16" AS text);

-- export of numeric(12,2)
CASE WHEN "c2" <> 'NaN' THEN rtrim(rtrim(CAST("c2" AS text), '0'), '.') WHEN "c2" IS NOT NULL THEN CAST(CAST('tidemark-value-error: column "c2" holds ' || CAST("c2" AS text) || ', which has no canonical text: leave the column out, leave such rows out ("where"), or cast it to string.' AS integer) AS text) END;

-- export of numeric
CASE WHEN scale("c3") IS NOT NULL THEN CASE WHEN scale("c3") > 0 THEN rtrim(rtrim(CAST("c3" AS text), '0'), '.') ELSE CAST("c3" AS text) END WHEN "c3" IS NOT NULL THEN CAST(CAST('tidemark-value-error: column "c3" holds ' || CAST("c3" AS text) || ', which has no canonical text: leave the column out, leave such rows out ("where"), or cast it to string.' AS integer) AS text) END;

-- export of real
CASE WHEN "c4" = 0 THEN '0' ELSE CAST(CAST("c4" AS double precision) AS text) END;

-- export of double precision
CASE WHEN "c5" = 0 THEN '0' ELSE CAST("c5" AS text) END;

-- export of boolean
CASE "c6" WHEN true THEN '1' WHEN false THEN '0' END;

-- export of text
CAST("c7" AS text);

-- export of character(5)
CAST("c8" AS text);

-- export of enum mood
CAST("c9" AS text);

-- counts
SELECT CAST("p" AS text), CAST("n" AS text), CAST(count(*) AS text)
  FROM (SELECT CASE WHEN isfinite("ingested_at") THEN (CAST("ingested_at" AS date) - DATE '1970-01-01') * 86400000000 END AS "p", CASE WHEN "ingested_at" IS NULL THEN 1 ELSE 0 END AS "n", clock_timestamp() AS _tidemark_once
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" IS NULL) OR (("ingested_at" >= TIMESTAMPTZ '2020-10-29 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2020-10-31 00:00:00+00')))) AS r
  GROUP BY "p", "n";

-- digests
SELECT CAST("p" AS text), CASE WHEN "s" < 'cccccccccccc' THEN 'train' WHEN "s" < 'g' THEN 'test' END AS part, CAST(count(*) AS text), CAST(count("h") AS text), CAST(sum(CAST(CAST('x' || substr("h", 1, 15) AS bit(60)) AS bigint)) AS text), CAST(sum(CAST(CAST('x' || substr("h", 16, 15) AS bit(60)) AS bigint)) AS text), CAST(min("t") AS text), CAST(max("t") AS text)
  FROM (SELECT CASE WHEN isfinite("ingested_at") THEN (CAST("ingested_at" AS date) - DATE '1970-01-01') * 86400000000 END AS "p", CASE WHEN "ingested_at" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2040-12-31 00:00:00+00' THEN CAST(date_part('epoch', "ingested_at") * 1000000 AS bigint) WHEN isfinite("ingested_at") THEN CAST(date_part('epoch', date_trunc('minute', "ingested_at")) AS bigint) * 1000000 + CAST(date_part('microseconds', "ingested_at") AS bigint) END AS "t", encode(sha256(convert_to(('v1' || '|' || coalesce(CASE "deleted" WHEN true THEN '1' WHEN false THEN '0' END, '~N') || '|' || coalesce(coalesce(CAST(CASE WHEN "ingested_at" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2040-12-31 00:00:00+00' THEN CAST(date_part('epoch', "ingested_at") * 1000000 AS bigint) WHEN isfinite("ingested_at") THEN CAST(date_part('epoch', date_trunc('minute', "ingested_at")) AS bigint) * 1000000 + CAST(date_part('microseconds', "ingested_at") AS bigint) END AS text), CASE "ingested_at" WHEN 'infinity' THEN 'inf' WHEN '-infinity' THEN '-inf' END), '~N') || '|' || coalesce(CAST("Order_ID" AS text), '~N') || '|' || coalesce(replace(replace(CAST("region" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N')), 'UTF8')), 'hex') COLLATE "C" AS "h", encode(sha256(convert_to(('split-v1|' || 'it''s' || '|' || coalesce(replace(replace(CAST("region" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N') || '|' || coalesce(CAST("Order_ID" AS text), '~N')), 'UTF8')), 'hex') COLLATE "C" AS "s", clock_timestamp() AS _tidemark_once
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" >= TIMESTAMPTZ '2020-10-29 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2020-10-31 00:00:00+00'))) AS r
  GROUP BY "p", part;

-- digests by month
SELECT CAST("p" AS text), "k" AS part, CAST(count(*) AS text), CAST(count("h") AS text), CAST(sum(CAST(CAST('x' || substr("h", 1, 15) AS bit(60)) AS bigint)) AS text), CAST(sum(CAST(CAST('x' || substr("h", 16, 15) AS bit(60)) AS bigint)) AS text), CAST(min("t") AS text), CAST(max("t") AS text)
  FROM (SELECT CASE WHEN isfinite("ingested_at") THEN CAST(date_part('epoch', date_trunc('month', "ingested_at")) AS bigint) * 1000000 END AS "p", CASE WHEN "ingested_at" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2040-12-31 00:00:00+00' THEN CAST(date_part('epoch', "ingested_at") * 1000000 AS bigint) WHEN isfinite("ingested_at") THEN CAST(date_part('epoch', date_trunc('minute', "ingested_at")) AS bigint) * 1000000 + CAST(date_part('microseconds', "ingested_at") AS bigint) END AS "t", encode(sha256(convert_to(('v1' || '|' || coalesce(CASE "deleted" WHEN true THEN '1' WHEN false THEN '0' END, '~N') || '|' || coalesce(coalesce(CAST(CASE WHEN "ingested_at" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2040-12-31 00:00:00+00' THEN CAST(date_part('epoch', "ingested_at") * 1000000 AS bigint) WHEN isfinite("ingested_at") THEN CAST(date_part('epoch', date_trunc('minute', "ingested_at")) AS bigint) * 1000000 + CAST(date_part('microseconds', "ingested_at") AS bigint) END AS text), CASE "ingested_at" WHEN 'infinity' THEN 'inf' WHEN '-infinity' THEN '-inf' END), '~N') || '|' || coalesce(CAST("Order_ID" AS text), '~N') || '|' || coalesce(replace(replace(CAST("region" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N')), 'UTF8')), 'hex') COLLATE "C" AS "h", '' AS "k", clock_timestamp() AS _tidemark_once
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" >= TIMESTAMPTZ '2020-10-29 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2020-10-31 00:00:00+00'))) AS r
  GROUP BY "p", part;

-- a part
SELECT "deleted", "ingested_at", "order_id", "region"
  FROM (SELECT CASE "deleted" WHEN true THEN '1' WHEN false THEN '0' END AS "deleted", coalesce(CAST(CASE WHEN "ingested_at" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2040-12-31 00:00:00+00' THEN CAST(date_part('epoch', "ingested_at") * 1000000 AS bigint) WHEN isfinite("ingested_at") THEN CAST(date_part('epoch', date_trunc('minute', "ingested_at")) AS bigint) * 1000000 + CAST(date_part('microseconds', "ingested_at") AS bigint) END AS text), CASE "ingested_at" WHEN 'infinity' THEN 'inf' WHEN '-infinity' THEN '-inf' END) AS "ingested_at", CAST("Order_ID" AS text) AS "order_id", CAST("region" AS text) AS "region", encode(sha256(convert_to(('split-v1|' || 'it''s' || '|' || coalesce(replace(replace(CAST("region" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N') || '|' || coalesce(CAST("Order_ID" AS text), '~N')), 'UTF8')), 'hex') COLLATE "C" AS "_tidemark_split", clock_timestamp() AS _tidemark_once
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND ("ingested_at" < TIMESTAMPTZ '2020-10-31 00:00:00+00')) AS r
  WHERE (("_tidemark_split" >= 'cccccccccccc'));

-- a fold of a sample, in order
SELECT "deleted", "ingested_at", "order_id", "region"
  FROM (SELECT CASE "deleted" WHEN true THEN '1' WHEN false THEN '0' END AS "deleted", coalesce(CAST(CASE WHEN "ingested_at" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2040-12-31 00:00:00+00' THEN CAST(date_part('epoch', "ingested_at") * 1000000 AS bigint) WHEN isfinite("ingested_at") THEN CAST(date_part('epoch', date_trunc('minute', "ingested_at")) AS bigint) * 1000000 + CAST(date_part('microseconds', "ingested_at") AS bigint) END AS text), CASE "ingested_at" WHEN 'infinity' THEN 'inf' WHEN '-infinity' THEN '-inf' END) AS "ingested_at", CAST("Order_ID" AS text) AS "order_id", CAST("region" AS text) AS "region", CASE WHEN isfinite("ingested_at") THEN (CAST("ingested_at" AS date) - DATE '1970-01-01') * 86400000000 END AS "_tidemark_partition", encode(sha256(convert_to(('split-v1|' || 'it''s' || '|' || coalesce(replace(replace(CAST("region" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N') || '|' || coalesce(CAST("Order_ID" AS text), '~N')), 'UTF8')), 'hex') COLLATE "C" AS "_tidemark_split", encode(sha256(convert_to(('v1' || '|' || coalesce(CASE "deleted" WHEN true THEN '1' WHEN false THEN '0' END, '~N') || '|' || coalesce(coalesce(CAST(CASE WHEN "ingested_at" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2040-12-31 00:00:00+00' THEN CAST(date_part('epoch', "ingested_at") * 1000000 AS bigint) WHEN isfinite("ingested_at") THEN CAST(date_part('epoch', date_trunc('minute', "ingested_at")) AS bigint) * 1000000 + CAST(date_part('microseconds', "ingested_at") AS bigint) END AS text), CASE "ingested_at" WHEN 'infinity' THEN 'inf' WHEN '-infinity' THEN '-inf' END), '~N') || '|' || coalesce(CAST("Order_ID" AS text), '~N') || '|' || coalesce(replace(replace(CAST("region" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N')), 'UTF8')), 'hex') COLLATE "C" AS "_tidemark_row", clock_timestamp() AS _tidemark_once
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" >= TIMESTAMPTZ '2020-10-29 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2020-10-31 00:00:00+00'))) AS r
  WHERE ((CAST(CAST('x' || substr("_tidemark_split", 13, 12) AS bit(48)) AS bigint) % 5) = 1) AND (CAST(CAST('x' || substr("_tidemark_split", 25, 12) AS bit(48)) AS bigint) < 2814749767106)
  ORDER BY "_tidemark_partition", "_tidemark_split", "_tidemark_row";

-- a part of the latest rows
SELECT "region"
  FROM (SELECT "region" AS "region", "_tidemark_split" AS "_tidemark_split", "_tidemark_row" AS "_tidemark_row", "_tidemark_entity" AS "_tidemark_entity", "_tidemark_at" AS "_tidemark_at", "_tidemark_tombstone" AS "_tidemark_tombstone", row_number() OVER (PARTITION BY "_tidemark_entity"
  ORDER BY "_tidemark_at" DESC, "_tidemark_row" DESC) AS "_tidemark_rank", clock_timestamp() AS _tidemark_once
  FROM (SELECT CAST("region" AS text) AS "region", encode(sha256(convert_to(('split-v1|' || 'it''s' || '|' || coalesce(replace(replace(CAST("region" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N') || '|' || coalesce(CAST("Order_ID" AS text), '~N')), 'UTF8')), 'hex') COLLATE "C" AS "_tidemark_split", encode(sha256(convert_to(('v1' || '|' || coalesce(CASE "deleted" WHEN true THEN '1' WHEN false THEN '0' END, '~N') || '|' || coalesce(coalesce(CAST(CASE WHEN "ingested_at" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2040-12-31 00:00:00+00' THEN CAST(date_part('epoch', "ingested_at") * 1000000 AS bigint) WHEN isfinite("ingested_at") THEN CAST(date_part('epoch', date_trunc('minute', "ingested_at")) AS bigint) * 1000000 + CAST(date_part('microseconds', "ingested_at") AS bigint) END AS text), CASE "ingested_at" WHEN 'infinity' THEN 'inf' WHEN '-infinity' THEN '-inf' END), '~N') || '|' || coalesce(CAST("Order_ID" AS text), '~N') || '|' || coalesce(replace(replace(CAST("region" AS text) COLLATE "C", '~', '~~'), '|', '~p'), '~N')), 'UTF8')), 'hex') COLLATE "C" AS "_tidemark_row", encode(sha256(convert_to((coalesce(CAST("Order_ID" AS text), '~N')), 'UTF8')), 'hex') COLLATE "C" AS "_tidemark_entity", CASE WHEN "ingested_at" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND "ingested_at" < TIMESTAMPTZ '2040-12-31 00:00:00+00' THEN CAST(date_part('epoch', "ingested_at") * 1000000 AS bigint) WHEN isfinite("ingested_at") THEN CAST(date_part('epoch', date_trunc('minute', "ingested_at")) AS bigint) * 1000000 + CAST(date_part('microseconds', "ingested_at") AS bigint) END AS "_tidemark_at", "deleted" AS "_tidemark_tombstone", clock_timestamp() AS _tidemark_once
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND ("ingested_at" < TIMESTAMPTZ '2020-10-31 00:00:00+00')) AS r
  WHERE (1 = 1)) AS r
  WHERE ("_tidemark_rank" = 1) AND (CASE WHEN "_tidemark_tombstone" THEN 1 ELSE 0 END = 0) AND (("_tidemark_split" < 'cccccccccccc'));
