-- canonical text of BIGINT
CASE WHEN "c0" IS NULL THEN '~N' ELSE CASE WHEN typeof("c0") = 'integer' THEN CAST("c0" AS TEXT) ELSE coalesce(tidemark_int("c0"), tidemark_refuse("c0", '"c0"', 'BIGINT')) END END;

-- canonical text of DECIMAL(12,0)
CASE WHEN "c1" IS NULL THEN '~N' ELSE coalesce(tidemark_decimal("c1", 12, 0), tidemark_refuse("c1", '"c1"', 'DECIMAL(12,0)')) END;

-- canonical text of DATETIME
CASE WHEN "c10" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_timestamp("c10"), CASE WHEN "c10" IS NOT NULL THEN tidemark_refuse("c10", '"c10"', 'DATETIME') END) AS TEXT) END;

-- canonical text of TIMESTAMP(9)
CASE WHEN "c11" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_timestamp_floor("c11"), CASE WHEN "c11" IS NOT NULL THEN tidemark_refuse("c11", '"c11"', 'TIMESTAMP(9)') END) AS TEXT) END;

-- canonical text of TIMESTAMP WITH TIME ZONE
CASE WHEN "c12" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_timestamptz("c12"), CASE WHEN "c12" IS NOT NULL THEN tidemark_refuse("c12", '"c12"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END;

-- canonical text of TIME
CASE WHEN "c13" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_time("c13"), CASE WHEN "c13" IS NOT NULL THEN tidemark_refuse("c13", '"c13"', 'TIME') END) AS TEXT) END;

-- canonical text of UUID
CASE WHEN "c14" IS NULL THEN '~N' ELSE coalesce(tidemark_uuid("c14"), tidemark_refuse("c14", '"c14"', 'UUID')) END;

-- canonical text of JSON
CASE WHEN "c15" IS NULL THEN '~N' ELSE CASE WHEN instr(CASE WHEN typeof("c15") = 'text' THEN "c15" ELSE quote("c15") END, '~') OR instr(CASE WHEN typeof("c15") = 'text' THEN "c15" ELSE quote("c15") END, '|') THEN replace(replace(CASE WHEN typeof("c15") = 'text' THEN "c15" ELSE quote("c15") END, '~', '~~'), '|', '~p') ELSE CASE WHEN typeof("c15") = 'text' THEN "c15" ELSE quote("c15") END END END;

-- canonical text of DECIMAL(12,2)
CASE WHEN "c2" IS NULL THEN '~N' ELSE coalesce(tidemark_decimal("c2", 12, 2), tidemark_refuse("c2", '"c2"', 'DECIMAL(12,2)')) END;

-- canonical text of DECIMAL_TEXT(38,9)
CASE WHEN "c3" IS NULL THEN '~N' ELSE coalesce(tidemark_decimal("c3", 38, 9), tidemark_refuse("c3", '"c3"', 'DECIMAL_TEXT(38,9)')) END;

-- canonical text of DOUBLE
CASE WHEN "c4" IS NULL THEN '~N' ELSE coalesce(tidemark_double("c4"), tidemark_refuse("c4", '"c4"', 'DOUBLE')) END;

-- canonical text of BOOLEAN
CASE WHEN "c5" IS NULL THEN '~N' ELSE CASE WHEN typeof("c5") = 'integer' AND "c5" IN (0, 1) THEN CAST("c5" AS TEXT) ELSE tidemark_refuse("c5", '"c5"', 'BOOLEAN') END END;

-- canonical text of VARCHAR(20)
CASE WHEN "c6" IS NULL THEN '~N' ELSE CASE WHEN typeof("c6") = 'text' THEN CASE WHEN instr("c6", '~') OR instr("c6", '|') THEN replace(replace("c6", '~', '~~'), '|', '~p') ELSE "c6" END ELSE tidemark_refuse("c6", '"c6"', 'VARCHAR(20)') END END;

-- canonical text of CHAR(3)
CASE WHEN "c7" IS NULL THEN '~N' ELSE CASE WHEN typeof("c7") = 'text' THEN CASE WHEN instr(rtrim("c7", ' '), '~') OR instr(rtrim("c7", ' '), '|') THEN replace(replace(rtrim("c7", ' '), '~', '~~'), '|', '~p') ELSE rtrim("c7", ' ') END ELSE tidemark_refuse("c7", '"c7"', 'CHAR(3)') END END;

-- canonical text of BLOB
CASE WHEN "c8" IS NULL THEN '~N' ELSE CASE WHEN typeof("c8") = 'blob' THEN lower(hex("c8")) ELSE tidemark_refuse("c8", '"c8"', 'BLOB') END END;

-- canonical text of DATE
CASE WHEN "c9" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_date("c9"), CASE WHEN "c9" IS NOT NULL THEN tidemark_refuse("c9", '"c9"', 'DATE') END) AS TEXT) END;

-- export of BIGINT
CASE WHEN "c0" IS NOT NULL THEN CASE WHEN typeof("c0") = 'integer' THEN CAST("c0" AS TEXT) ELSE coalesce(tidemark_int("c0"), tidemark_refuse("c0", '"c0"', 'BIGINT')) END END;

-- export of DECIMAL(12,0)
CASE WHEN "c1" IS NOT NULL THEN coalesce(tidemark_decimal("c1", 12, 0), tidemark_refuse("c1", '"c1"', 'DECIMAL(12,0)')) END;

-- export of DATETIME
CASE WHEN "c10" IS NOT NULL THEN CAST(coalesce(tidemark_timestamp("c10"), CASE WHEN "c10" IS NOT NULL THEN tidemark_refuse("c10", '"c10"', 'DATETIME') END) AS TEXT) END;

-- export of TIMESTAMP(9)
CASE WHEN "c11" IS NOT NULL THEN CAST(coalesce(tidemark_timestamp_floor("c11"), CASE WHEN "c11" IS NOT NULL THEN tidemark_refuse("c11", '"c11"', 'TIMESTAMP(9)') END) AS TEXT) END;

-- export of TIMESTAMP WITH TIME ZONE
CASE WHEN "c12" IS NOT NULL THEN CAST(coalesce(tidemark_timestamptz("c12"), CASE WHEN "c12" IS NOT NULL THEN tidemark_refuse("c12", '"c12"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END;

-- export of TIME
CASE WHEN "c13" IS NOT NULL THEN CAST(coalesce(tidemark_time("c13"), CASE WHEN "c13" IS NOT NULL THEN tidemark_refuse("c13", '"c13"', 'TIME') END) AS TEXT) END;

-- export of UUID
CASE WHEN "c14" IS NOT NULL THEN coalesce(tidemark_uuid("c14"), tidemark_refuse("c14", '"c14"', 'UUID')) END;

-- export of JSON
CASE WHEN "c15" IS NOT NULL THEN CASE WHEN typeof("c15") = 'text' THEN "c15" ELSE quote("c15") END END;

-- export of DECIMAL(12,2)
CASE WHEN "c2" IS NOT NULL THEN coalesce(tidemark_decimal("c2", 12, 2), tidemark_refuse("c2", '"c2"', 'DECIMAL(12,2)')) END;

-- export of DECIMAL_TEXT(38,9)
CASE WHEN "c3" IS NOT NULL THEN coalesce(tidemark_decimal("c3", 38, 9), tidemark_refuse("c3", '"c3"', 'DECIMAL_TEXT(38,9)')) END;

-- export of DOUBLE
CASE WHEN "c4" IS NOT NULL THEN coalesce(tidemark_double("c4"), tidemark_refuse("c4", '"c4"', 'DOUBLE')) END;

-- export of BOOLEAN
CASE WHEN "c5" IS NOT NULL THEN CASE WHEN typeof("c5") = 'integer' AND "c5" IN (0, 1) THEN CAST("c5" AS TEXT) ELSE tidemark_refuse("c5", '"c5"', 'BOOLEAN') END END;

-- export of VARCHAR(20)
CASE WHEN "c6" IS NOT NULL THEN CASE WHEN typeof("c6") = 'text' THEN "c6" ELSE tidemark_refuse("c6", '"c6"', 'VARCHAR(20)') END END;

-- export of CHAR(3)
CASE WHEN "c7" IS NOT NULL THEN CASE WHEN typeof("c7") = 'text' THEN rtrim("c7", ' ') ELSE tidemark_refuse("c7", '"c7"', 'CHAR(3)') END END;

-- export of BLOB
CASE WHEN "c8" IS NOT NULL THEN CASE WHEN typeof("c8") = 'blob' THEN lower(hex("c8")) ELSE tidemark_refuse("c8", '"c8"', 'BLOB') END END;

-- export of DATE
CASE WHEN "c9" IS NOT NULL THEN CAST(coalesce(tidemark_date("c9"), CASE WHEN "c9" IS NOT NULL THEN tidemark_refuse("c9", '"c9"', 'DATE') END) AS TEXT) END;

-- counts
SELECT CAST("p" AS TEXT), CAST("n" AS TEXT), CAST(count(*) AS TEXT)
  FROM (SELECT tidemark_start_day(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END)) AS "p", CASE WHEN "ingested_at" IS NULL THEN 1 ELSE 0 END AS "n"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" IS NULL) OR ((coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) >= 1603929600000000 AND coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) < 1604102400000000)))) AS q LIMIT -1) AS r
  GROUP BY "p", "n";

-- digests
SELECT CAST("p" AS TEXT), CASE WHEN "s" < 'cccccccccccc' THEN 'train' WHEN "s" < 'g' THEN 'test' END AS part, CAST(count(*) AS TEXT), CAST(count("h") AS TEXT), tidemark_sum(tidemark_hex("h", 0, 15)), tidemark_sum(tidemark_hex("h", 15, 15)), CAST(min("t") AS TEXT), CAST(max("t") AS TEXT)
  FROM (SELECT tidemark_start_day(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END)) AS "p", coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS "t", coalesce(tidemark_sha256(concat('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN typeof("deleted") = 'integer' AND "deleted" IN (0, 1) THEN CAST("deleted" AS TEXT) ELSE tidemark_refuse("deleted", '"deleted"', 'BOOLEAN') END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END)), tidemark_sha256_bytes(CAST(concat('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN typeof("deleted") = 'integer' AND "deleted" IN (0, 1) THEN CAST("deleted" AS TEXT) ELSE tidemark_refuse("deleted", '"deleted"', 'BOOLEAN') END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END) AS BLOB))) AS "h", coalesce(tidemark_sha256(concat('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END)), tidemark_sha256_bytes(CAST(concat('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END) AS BLOB))) AS "s"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND ((coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) >= 1603929600000000 AND coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) < 1604102400000000))) AS q LIMIT -1) AS r
  GROUP BY "p", part;

-- digests by month
SELECT CAST("p" AS TEXT), "k" AS part, CAST(count(*) AS TEXT), CAST(count("h") AS TEXT), tidemark_sum(tidemark_hex("h", 0, 15)), tidemark_sum(tidemark_hex("h", 15, 15)), CAST(min("t") AS TEXT), CAST(max("t") AS TEXT)
  FROM (SELECT tidemark_start_month(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END)) AS "p", coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS "t", coalesce(tidemark_sha256(concat('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN typeof("deleted") = 'integer' AND "deleted" IN (0, 1) THEN CAST("deleted" AS TEXT) ELSE tidemark_refuse("deleted", '"deleted"', 'BOOLEAN') END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END)), tidemark_sha256_bytes(CAST(concat('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN typeof("deleted") = 'integer' AND "deleted" IN (0, 1) THEN CAST("deleted" AS TEXT) ELSE tidemark_refuse("deleted", '"deleted"', 'BOOLEAN') END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END) AS BLOB))) AS "h", '' AS "k"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND ((coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) >= 1603929600000000 AND coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) < 1604102400000000))) AS q LIMIT -1) AS r
  GROUP BY "p", part;

-- a part
SELECT "deleted", "ingested_at", "order_id", "region"
  FROM (SELECT CASE WHEN "deleted" IS NOT NULL THEN CASE WHEN typeof("deleted") = 'integer' AND "deleted" IN (0, 1) THEN CAST("deleted" AS TEXT) ELSE tidemark_refuse("deleted", '"deleted"', 'BOOLEAN') END END AS "deleted", CASE WHEN "ingested_at" IS NOT NULL THEN CAST(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END AS "ingested_at", CASE WHEN "Order_ID" IS NOT NULL THEN CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END AS "order_id", CASE WHEN "region" IS NOT NULL THEN CASE WHEN typeof("region") = 'text' THEN "region" ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END AS "region", coalesce(tidemark_sha256(concat('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END)), tidemark_sha256_bytes(CAST(concat('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END) AS BLOB))) AS "_tidemark_split"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND (coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) < 1604102400000000)) AS q LIMIT -1) AS r
  WHERE (("_tidemark_split" >= 'cccccccccccc'));

-- a fold of a sample, in order
SELECT "deleted", "ingested_at", "order_id", "region"
  FROM (SELECT CASE WHEN "deleted" IS NOT NULL THEN CASE WHEN typeof("deleted") = 'integer' AND "deleted" IN (0, 1) THEN CAST("deleted" AS TEXT) ELSE tidemark_refuse("deleted", '"deleted"', 'BOOLEAN') END END AS "deleted", CASE WHEN "ingested_at" IS NOT NULL THEN CAST(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END AS "ingested_at", CASE WHEN "Order_ID" IS NOT NULL THEN CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END AS "order_id", CASE WHEN "region" IS NOT NULL THEN CASE WHEN typeof("region") = 'text' THEN "region" ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END AS "region", tidemark_start_day(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END)) AS "_tidemark_partition", coalesce(tidemark_sha256(concat('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END)), tidemark_sha256_bytes(CAST(concat('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END) AS BLOB))) AS "_tidemark_split", coalesce(tidemark_sha256(concat('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN typeof("deleted") = 'integer' AND "deleted" IN (0, 1) THEN CAST("deleted" AS TEXT) ELSE tidemark_refuse("deleted", '"deleted"', 'BOOLEAN') END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END)), tidemark_sha256_bytes(CAST(concat('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN typeof("deleted") = 'integer' AND "deleted" IN (0, 1) THEN CAST("deleted" AS TEXT) ELSE tidemark_refuse("deleted", '"deleted"', 'BOOLEAN') END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END) AS BLOB))) AS "_tidemark_row"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND ((coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) >= 1603929600000000 AND coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) < 1604102400000000))) AS q LIMIT -1) AS r
  WHERE ((tidemark_hex("_tidemark_split", 12, 12) % 5) = 1) AND (tidemark_hex("_tidemark_split", 24, 12) < 2814749767106)
  ORDER BY "_tidemark_partition", "_tidemark_split", "_tidemark_row";

-- a part of the latest rows
SELECT "region"
  FROM (SELECT "region" AS "region", "_tidemark_split" AS "_tidemark_split", "_tidemark_row" AS "_tidemark_row", "_tidemark_entity" AS "_tidemark_entity", "_tidemark_at" AS "_tidemark_at", "_tidemark_tombstone" AS "_tidemark_tombstone", row_number() OVER (PARTITION BY "_tidemark_entity"
  ORDER BY "_tidemark_at" DESC, "_tidemark_row" DESC) AS "_tidemark_rank"
  FROM (SELECT *
  FROM (SELECT CASE WHEN "region" IS NOT NULL THEN CASE WHEN typeof("region") = 'text' THEN "region" ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END AS "region", coalesce(tidemark_sha256(concat('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END)), tidemark_sha256_bytes(CAST(concat('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END) AS BLOB))) AS "_tidemark_split", coalesce(tidemark_sha256(concat('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN typeof("deleted") = 'integer' AND "deleted" IN (0, 1) THEN CAST("deleted" AS TEXT) ELSE tidemark_refuse("deleted", '"deleted"', 'BOOLEAN') END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END)), tidemark_sha256_bytes(CAST(concat('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN typeof("deleted") = 'integer' AND "deleted" IN (0, 1) THEN CAST("deleted" AS TEXT) ELSE tidemark_refuse("deleted", '"deleted"', 'BOOLEAN') END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE CAST(coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS TEXT) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE CASE WHEN typeof("region") = 'text' THEN CASE WHEN instr("region", '~') OR instr("region", '|') THEN replace(replace("region", '~', '~~'), '|', '~p') ELSE "region" END ELSE tidemark_refuse("region", '"region"', 'VARCHAR') END END) AS BLOB))) AS "_tidemark_row", coalesce(tidemark_sha256(concat(CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END)), tidemark_sha256_bytes(CAST(concat(CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE CASE WHEN typeof("Order_ID") = 'integer' THEN CAST("Order_ID" AS TEXT) ELSE coalesce(tidemark_int("Order_ID"), tidemark_refuse("Order_ID", '"Order_ID"', 'BIGINT')) END END) AS BLOB))) AS "_tidemark_entity", coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) AS "_tidemark_at", "deleted" AS "_tidemark_tombstone"
  FROM (SELECT *
  FROM "shop"."orders"
  WHERE ((
region <> 'x'
)) AND (coalesce(tidemark_timestamptz("ingested_at"), CASE WHEN "ingested_at" IS NOT NULL THEN tidemark_refuse("ingested_at", '"ingested_at"', 'TIMESTAMP WITH TIME ZONE') END) < 1604102400000000)) AS q LIMIT -1) AS r
  WHERE (1 = 1)) AS q LIMIT -1) AS r
  WHERE ("_tidemark_rank" = 1) AND (CASE WHEN "_tidemark_tombstone" THEN 1 ELSE 0 END = 0) AND (("_tidemark_split" < 'cccccccccccc'));
