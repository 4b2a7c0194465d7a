-- canonical text of BIGINT
coalesce(CAST("c0" AS VARCHAR), '~N');

-- canonical text of HUGEINT
coalesce(CAST("c1" AS VARCHAR), '~N');

-- canonical text of BLOB
coalesce(lower(hex("c10")), '~N');

-- canonical text of DATE
coalesce(CASE WHEN isfinite("c11") THEN CAST("c11" - DATE '1970-01-01' AS VARCHAR) WHEN "c11" IS NOT NULL THEN CAST(error('tidemark-value-error: column "c11" holds an infinite date, which has no canonical text: leave the column out, or cast it to string or timestamp.') AS VARCHAR) END, '~N');

-- canonical text of TIMESTAMP
coalesce(CASE WHEN isfinite("c12") THEN CAST(epoch_us("c12") AS VARCHAR) WHEN "c12" > make_timestamp(0) THEN 'inf' WHEN "c12" < make_timestamp(0) THEN '-inf' END, '~N');

-- canonical text of TIMESTAMP_MS
coalesce(CASE WHEN isfinite("c13") THEN CAST(epoch_us(CAST("c13" AS TIMESTAMP)) AS VARCHAR) WHEN "c13" > make_timestamp(0) THEN 'inf' WHEN "c13" < make_timestamp(0) THEN '-inf' END, '~N');

-- canonical text of TIMESTAMP_NS
coalesce(CASE WHEN isfinite("c14") THEN CAST(((epoch_ns("c14") - ((epoch_ns("c14") % 1000) + 1000) % 1000) // 1000) AS VARCHAR) WHEN "c14" > make_timestamp(0) THEN 'inf' WHEN "c14" < make_timestamp(0) THEN '-inf' END, '~N');

-- canonical text of TIMESTAMP WITH TIME ZONE
coalesce(CASE WHEN isfinite("c15") THEN CAST(epoch_us("c15") AS VARCHAR) WHEN "c15" > make_timestamp(0) THEN 'inf' WHEN "c15" < make_timestamp(0) THEN '-inf' END, '~N');

-- canonical text of TIME
coalesce(CAST(epoch_us("c16") AS VARCHAR), '~N');

-- canonical text of UUID
coalesce(CAST("c17" AS VARCHAR), '~N');

-- canonical text of JSON
coalesce(CASE WHEN contains(CAST("c18" AS VARCHAR), '~') OR contains(CAST("c18" AS VARCHAR), '|') THEN replace(replace(CAST("c18" AS VARCHAR), '~', '~~'), '|', '~p') ELSE CAST("c18" AS VARCHAR) END, '~N');

-- canonical text of DECIMAL(12,0)
coalesce(CAST("c2" AS VARCHAR), '~N');

-- canonical text of DECIMAL(12,2)
coalesce(rtrim(rtrim(CAST("c3" AS VARCHAR), '0'), '.'), '~N');

-- canonical text of DECIMAL(3,3)
coalesce(CASE WHEN "c4" = 0 THEN '0' WHEN "c4" < 0 THEN '-0' || rtrim(substr(CAST("c4" AS VARCHAR), 2), '0') ELSE '0' || rtrim(CAST("c4" AS VARCHAR), '0') END, '~N');

-- canonical text of FLOAT
coalesce(CASE WHEN CAST("c5" AS DOUBLE) = 0 THEN '0' WHEN isnan(CAST("c5" AS DOUBLE)) THEN 'nan' WHEN isinf(CAST("c5" AS DOUBLE)) THEN CASE WHEN CAST("c5" AS DOUBLE) > 0 THEN 'inf' ELSE '-inf' END WHEN abs(CAST("c5" AS DOUBLE)) >= 2.2250738585072014e-308::DOUBLE THEN CASE WHEN CAST("c5" AS DOUBLE) < 0 THEN '-' ELSE '' END || CAST((CAST(CAST(CAST("c5" AS DOUBLE) AS BIT) AS UBIGINT) & 4503599627370495) | 4503599627370496 AS VARCHAR) || 'p' || CAST(CAST((CAST(CAST(CAST("c5" AS DOUBLE) AS BIT) AS UBIGINT) >> 52) & 2047 AS BIGINT) - 1075 AS VARCHAR) ELSE CASE WHEN (CAST("c5" AS DOUBLE) * 18014398509481984.0::DOUBLE) < 0 THEN '-' ELSE '' END || CAST((CAST(CAST((CAST("c5" AS DOUBLE) * 18014398509481984.0::DOUBLE) AS BIT) AS UBIGINT) & 4503599627370495) | 4503599627370496 AS VARCHAR) || 'p' || CAST(CAST((CAST(CAST((CAST("c5" AS DOUBLE) * 18014398509481984.0::DOUBLE) AS BIT) AS UBIGINT) >> 52) & 2047 AS BIGINT) - 1129 AS VARCHAR) END, '~N');

-- canonical text of DOUBLE
coalesce(CASE WHEN "c6" = 0 THEN '0' WHEN isnan("c6") THEN 'nan' WHEN isinf("c6") THEN CASE WHEN "c6" > 0 THEN 'inf' ELSE '-inf' END WHEN abs("c6") >= 2.2250738585072014e-308::DOUBLE THEN CASE WHEN "c6" < 0 THEN '-' ELSE '' END || CAST((CAST(CAST("c6" AS BIT) AS UBIGINT) & 4503599627370495) | 4503599627370496 AS VARCHAR) || 'p' || CAST(CAST((CAST(CAST("c6" AS BIT) AS UBIGINT) >> 52) & 2047 AS BIGINT) - 1075 AS VARCHAR) ELSE CASE WHEN ("c6" * 18014398509481984.0::DOUBLE) < 0 THEN '-' ELSE '' END || CAST((CAST(CAST(("c6" * 18014398509481984.0::DOUBLE) AS BIT) AS UBIGINT) & 4503599627370495) | 4503599627370496 AS VARCHAR) || 'p' || CAST(CAST((CAST(CAST(("c6" * 18014398509481984.0::DOUBLE) AS BIT) AS UBIGINT) >> 52) & 2047 AS BIGINT) - 1129 AS VARCHAR) END, '~N');

-- canonical text of BOOLEAN
coalesce(CASE "c7" WHEN true THEN '1' WHEN false THEN '0' END, '~N');

-- canonical text of VARCHAR
coalesce(CASE WHEN contains("c8", '~') OR contains("c8", '|') THEN replace(replace("c8", '~', '~~'), '|', '~p') ELSE "c8" END, '~N');

-- canonical text of ENUM('a', 'b')
coalesce(CASE WHEN contains(CAST("c9" AS VARCHAR), '~') OR contains(CAST("c9" AS VARCHAR), '|') THEN replace(replace(CAST("c9" AS VARCHAR), '~', '~~'), '|', '~p') ELSE CAST("c9" AS VARCHAR) END, '~N');

-- export of BIGINT
"c0";

-- export of HUGEINT
CAST("c1" AS VARCHAR);

-- export of BLOB
"c10";

-- export of DATE
"c11";

-- export of TIMESTAMP
"c12";

-- export of TIMESTAMP_MS
CAST("c13" AS TIMESTAMP);

-- export of TIMESTAMP_NS
make_timestamp(CASE WHEN isfinite("c14") THEN ((epoch_ns("c14") - ((epoch_ns("c14") % 1000) + 1000) % 1000) // 1000) END);

-- export of TIMESTAMP WITH TIME ZONE
"c15";

-- export of TIME
"c16";

-- export of UUID
"c17";

-- export of JSON
CAST("c18" AS VARCHAR);

-- export of DECIMAL(12,0)
"c2";

-- export of DECIMAL(12,2)
"c3";

-- export of DECIMAL(3,3)
"c4";

-- export of FLOAT
"c5";

-- export of DOUBLE
"c6";

-- export of BOOLEAN
"c7";

-- export of VARCHAR
"c8";

-- export of ENUM('a', 'b')
CAST("c9" AS VARCHAR);

-- counts
SELECT CAST("p" AS VARCHAR), CAST("n" AS VARCHAR), CAST(count(*) AS VARCHAR)
  FROM (SELECT (CASE WHEN isfinite("ingested_at") THEN epoch_us("ingested_at") END - ((CASE WHEN isfinite("ingested_at") THEN epoch_us("ingested_at") END % 86400000000) + 86400000000) % 86400000000) AS "p", CASE WHEN "ingested_at" IS NULL THEN 1 ELSE 0 END AS "n"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" IS NULL) OR (("ingested_at" >= make_timestamptz(1603929600000000) AND "ingested_at" < make_timestamptz(1604102400000000))))) AS q) AS r
  GROUP BY "p", "n";

-- digests
SELECT CAST("p" AS VARCHAR), CASE WHEN "s" < 'cccccccccccc' THEN 'train' WHEN "s" < 'g' THEN 'test' END AS part, CAST(count(*) AS VARCHAR), CAST(count("h") AS VARCHAR), CAST(sum(CAST('0x' || substr("h", 1, 15) AS BIGINT)) AS VARCHAR), CAST(sum(CAST('0x' || substr("h", 16, 15) AS BIGINT)) AS VARCHAR), CAST(min("t") AS VARCHAR), CAST(max("t") AS VARCHAR)
  FROM (SELECT (CASE WHEN isfinite("ingested_at") THEN epoch_us("ingested_at") END - ((CASE WHEN isfinite("ingested_at") THEN epoch_us("ingested_at") END % 86400000000) + 86400000000) % 86400000000) AS "p", CASE WHEN isfinite("ingested_at") THEN epoch_us("ingested_at") END AS "t", sha256(concat('v1', '|', coalesce(CASE "deleted" WHEN true THEN '1' WHEN false THEN '0' END, '~N'), '|', coalesce(CASE WHEN isfinite("ingested_at") THEN CAST(epoch_us("ingested_at") AS VARCHAR) WHEN "ingested_at" > make_timestamp(0) THEN 'inf' WHEN "ingested_at" < make_timestamp(0) THEN '-inf' END, '~N'), '|', coalesce(CAST("Order_ID" AS VARCHAR), '~N'), '|', coalesce(CASE WHEN contains("region", '~') OR contains("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END, '~N'))) AS "h", sha256(concat('split-v1|', 'it''s', '|', coalesce(CASE WHEN contains("region", '~') OR contains("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END, '~N'), '|', coalesce(CAST("Order_ID" AS VARCHAR), '~N'))) AS "s"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" >= make_timestamptz(1603929600000000) AND "ingested_at" < make_timestamptz(1604102400000000)))) AS q) AS r
  GROUP BY "p", part;

-- digests by month
SELECT CAST("p" AS VARCHAR), "k" AS part, CAST(count(*) AS VARCHAR), CAST(count("h") AS VARCHAR), CAST(sum(CAST('0x' || substr("h", 1, 15) AS BIGINT)) AS VARCHAR), CAST(sum(CAST('0x' || substr("h", 16, 15) AS BIGINT)) AS VARCHAR), CAST(min("t") AS VARCHAR), CAST(max("t") AS VARCHAR)
  FROM (SELECT epoch_us(date_trunc('month', make_timestamp(CASE WHEN isfinite("ingested_at") THEN epoch_us("ingested_at") END))) AS "p", CASE WHEN isfinite("ingested_at") THEN epoch_us("ingested_at") END AS "t", sha256(concat('v1', '|', coalesce(CASE "deleted" WHEN true THEN '1' WHEN false THEN '0' END, '~N'), '|', coalesce(CASE WHEN isfinite("ingested_at") THEN CAST(epoch_us("ingested_at") AS VARCHAR) WHEN "ingested_at" > make_timestamp(0) THEN 'inf' WHEN "ingested_at" < make_timestamp(0) THEN '-inf' END, '~N'), '|', coalesce(CAST("Order_ID" AS VARCHAR), '~N'), '|', coalesce(CASE WHEN contains("region", '~') OR contains("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END, '~N'))) AS "h", '' AS "k"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" >= make_timestamptz(1603929600000000) AND "ingested_at" < make_timestamptz(1604102400000000)))) AS q) AS r
  GROUP BY "p", part;

-- a part
SELECT "deleted", "ingested_at", "order_id", "region"
  FROM (SELECT "deleted" AS "deleted", "ingested_at" AS "ingested_at", "Order_ID" AS "order_id", "region" AS "region", sha256(concat('split-v1|', 'it''s', '|', coalesce(CASE WHEN contains("region", '~') OR contains("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END, '~N'), '|', coalesce(CAST("Order_ID" AS VARCHAR), '~N'))) AS "_tidemark_split"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND ("ingested_at" < make_timestamptz(1604102400000000))) AS q) AS r
  WHERE (("_tidemark_split" >= 'cccccccccccc'));

-- a fold of a sample, in order
SELECT "deleted", "ingested_at", "order_id", "region"
  FROM (SELECT "deleted" AS "deleted", "ingested_at" AS "ingested_at", "Order_ID" AS "order_id", "region" AS "region", (CASE WHEN isfinite("ingested_at") THEN epoch_us("ingested_at") END - ((CASE WHEN isfinite("ingested_at") THEN epoch_us("ingested_at") END % 86400000000) + 86400000000) % 86400000000) AS "_tidemark_partition", sha256(concat('split-v1|', 'it''s', '|', coalesce(CASE WHEN contains("region", '~') OR contains("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END, '~N'), '|', coalesce(CAST("Order_ID" AS VARCHAR), '~N'))) AS "_tidemark_split", sha256(concat('v1', '|', coalesce(CASE "deleted" WHEN true THEN '1' WHEN false THEN '0' END, '~N'), '|', coalesce(CASE WHEN isfinite("ingested_at") THEN CAST(epoch_us("ingested_at") AS VARCHAR) WHEN "ingested_at" > make_timestamp(0) THEN 'inf' WHEN "ingested_at" < make_timestamp(0) THEN '-inf' END, '~N'), '|', coalesce(CAST("Order_ID" AS VARCHAR), '~N'), '|', coalesce(CASE WHEN contains("region", '~') OR contains("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END, '~N'))) AS "_tidemark_row"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" >= make_timestamptz(1603929600000000) AND "ingested_at" < make_timestamptz(1604102400000000)))) AS q) AS r
  WHERE ((CAST('0x' || substr("_tidemark_split", 13, 12) AS BIGINT) % 5) = 1) AND (CAST('0x' || substr("_tidemark_split", 25, 12) AS BIGINT) < 2814749767106)
  ORDER BY "_tidemark_partition", "_tidemark_split", "_tidemark_row";

-- a part of the latest rows
SELECT "region"
  FROM (SELECT "region" AS "region", "_tidemark_split" AS "_tidemark_split", "_tidemark_row" AS "_tidemark_row", "_tidemark_entity" AS "_tidemark_entity", "_tidemark_at" AS "_tidemark_at", "_tidemark_tombstone" AS "_tidemark_tombstone", row_number() OVER (PARTITION BY "_tidemark_entity"
  ORDER BY "_tidemark_at" DESC, "_tidemark_row" DESC) AS "_tidemark_rank"
  FROM (SELECT *
  FROM (SELECT "region" AS "region", sha256(concat('split-v1|', 'it''s', '|', coalesce(CASE WHEN contains("region", '~') OR contains("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END, '~N'), '|', coalesce(CAST("Order_ID" AS VARCHAR), '~N'))) AS "_tidemark_split", sha256(concat('v1', '|', coalesce(CASE "deleted" WHEN true THEN '1' WHEN false THEN '0' END, '~N'), '|', coalesce(CASE WHEN isfinite("ingested_at") THEN CAST(epoch_us("ingested_at") AS VARCHAR) WHEN "ingested_at" > make_timestamp(0) THEN 'inf' WHEN "ingested_at" < make_timestamp(0) THEN '-inf' END, '~N'), '|', coalesce(CAST("Order_ID" AS VARCHAR), '~N'), '|', coalesce(CASE WHEN contains("region", '~') OR contains("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END, '~N'))) AS "_tidemark_row", sha256(concat(coalesce(CAST("Order_ID" AS VARCHAR), '~N'))) AS "_tidemark_entity", CASE WHEN isfinite("ingested_at") THEN epoch_us("ingested_at") END AS "_tidemark_at", "deleted" AS "_tidemark_tombstone"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND ("ingested_at" < make_timestamptz(1604102400000000))) AS q) AS r
  WHERE (1 = 1)) AS q) AS r
  WHERE ("_tidemark_rank" = 1) AND (CASE WHEN "_tidemark_tombstone" THEN 1 ELSE 0 END = 0) AND (("_tidemark_split" < 'cccccccccccc'));
