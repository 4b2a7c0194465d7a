-- canonical text of NUMBER(38,0)
CASE WHEN "c0" IS NULL THEN '~N' ELSE TO_VARCHAR("c0") END;

-- canonical text of NUMBER(12,2)
CASE WHEN "c1" IS NULL THEN '~N' ELSE RTRIM(RTRIM(TO_VARCHAR("c1"), '0'), '.') END;

-- canonical text of TIMESTAMP_TZ(6)
CASE WHEN "c10" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "c10") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "c10") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c10" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- canonical text of TIME(6)
CASE WHEN "c11" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('00:00:00' AS TIME(9)), "c11")) END;

-- canonical text of UUID
CASE WHEN "c12" IS NULL THEN '~N' ELSE LOWER(TO_VARCHAR("c12")) END;

-- canonical text of TIMESTAMP_NTZ(9)
CASE WHEN "c13" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), "c13")) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR("c13") NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c13" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- canonical text of TIMESTAMP_LTZ(9)
CASE WHEN "c14" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "c14") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "c14") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c14" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- canonical text of TIMESTAMP_TZ(9)
CASE WHEN "c15" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "c15") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "c15") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c15" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- canonical text of TIME(9)
CASE WHEN "c16" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('00:00:00' AS TIME(9)), "c16")) END;

-- canonical text of VARIANT
CASE WHEN "c17" IS NULL THEN '~N' ELSE REPLACE(REPLACE(TO_JSON(TO_VARIANT("c17")), '~', '~~'), '|', '~p') END;

-- canonical text of OBJECT
CASE WHEN "c18" IS NULL THEN '~N' ELSE REPLACE(REPLACE(TO_JSON(TO_VARIANT("c18")), '~', '~~'), '|', '~p') END;

-- canonical text of ARRAY
CASE WHEN "c19" IS NULL THEN '~N' ELSE REPLACE(REPLACE(TO_JSON(TO_VARIANT("c19")), '~', '~~'), '|', '~p') END;

-- canonical text of FLOAT
CASE WHEN "c2" IS NULL THEN '~N' ELSE CASE WHEN "c2" = 0 THEN '0' WHEN "c2" = 'NaN'::FLOAT THEN 'nan' WHEN "c2" = 'inf'::FLOAT THEN 'inf' WHEN "c2" = '-inf'::FLOAT THEN '-inf' ELSE IFF("c2" < 0, '-', '') || TO_VARCHAR(CAST((IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -((FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52) + CASE WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) < 4503599627370496::FLOAT THEN -1 WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) >= 9007199254740992::FLOAT THEN 1 ELSE 0 END)) AS NUMBER(38, 0))) || 'p' || TO_VARCHAR(CAST(((FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52) + CASE WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) < 4503599627370496::FLOAT THEN -1 WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) >= 9007199254740992::FLOAT THEN 1 ELSE 0 END) - IFF(ABS("c2") < '1e-250'::FLOAT, 300, 0) AS NUMBER(38, 0))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN CAST(CAST((IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -((FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52) + CASE WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) < 4503599627370496::FLOAT THEN -1 WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) >= 9007199254740992::FLOAT THEN 1 ELSE 0 END)) AS NUMBER(38, 0)) AS FLOAT) * POWER(2::FLOAT, ((FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52) + CASE WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) < 4503599627370496::FLOAT THEN -1 WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) >= 9007199254740992::FLOAT THEN 1 ELSE 0 END)) <> IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1) THEN 'tidemark-value-error: column "c2" holds a double that Snowflake did not scale exactly: leave the column out, or cast it.' ELSE '0' END AS NUMBER(38, 0))), 2) END END;

-- canonical text of GEOGRAPHY
CASE WHEN "c20" IS NULL THEN '~N' ELSE REPLACE(REPLACE(HEX_ENCODE(ST_ASEWKB("c20"), 0), '~', '~~'), '|', '~p') END;

-- canonical text of DECFLOAT(38)
CASE WHEN "c21" IS NULL THEN '~N' ELSE REPLACE(REPLACE(COLLATE(TO_VARCHAR("c21"), 'utf8'), '~', '~~'), '|', '~p') END;

-- canonical text of BOOLEAN
CASE WHEN "c3" IS NULL THEN '~N' ELSE CASE WHEN "c3" THEN '1' ELSE '0' END END;

-- canonical text of VARCHAR(16777216)
CASE WHEN "c4" IS NULL THEN '~N' ELSE REPLACE(REPLACE(COLLATE("c4", 'utf8'), '~', '~~'), '|', '~p') END;

-- canonical text of VARCHAR(20) COLLATE 'en-ci'
CASE WHEN "c5" IS NULL THEN '~N' ELSE REPLACE(REPLACE(COLLATE("c5", 'utf8'), '~', '~~'), '|', '~p') END;

-- canonical text of BINARY(8388608)
CASE WHEN "c6" IS NULL THEN '~N' ELSE HEX_ENCODE("c6", 0) END;

-- canonical text of DATE
CASE WHEN "c7" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(DAY, CAST('1970-01-01' AS DATE), "c7")) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR("c7") NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c7" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- canonical text of TIMESTAMP_NTZ(6)
CASE WHEN "c8" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), "c8")) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR("c8") NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c8" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- canonical text of TIMESTAMP_LTZ(6)
CASE WHEN "c9" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "c9") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "c9") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c9" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- export of NUMBER(38,0)
CASE WHEN "c0" IS NULL THEN NULL ELSE TO_VARCHAR("c0") END;

-- export of NUMBER(12,2)
CASE WHEN "c1" IS NULL THEN NULL ELSE RTRIM(RTRIM(TO_VARCHAR("c1"), '0'), '.') END;

-- export of TIMESTAMP_TZ(6)
CASE WHEN "c10" IS NULL THEN NULL ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "c10") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "c10") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c10" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- export of TIME(6)
CASE WHEN "c11" IS NULL THEN NULL ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('00:00:00' AS TIME(9)), "c11")) END;

-- export of UUID
CASE WHEN "c12" IS NULL THEN NULL ELSE LOWER(TO_VARCHAR("c12")) END;

-- export of TIMESTAMP_NTZ(9)
CASE WHEN "c13" IS NULL THEN NULL ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), "c13")) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR("c13") NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c13" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- export of TIMESTAMP_LTZ(9)
CASE WHEN "c14" IS NULL THEN NULL ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "c14") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "c14") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c14" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- export of TIMESTAMP_TZ(9)
CASE WHEN "c15" IS NULL THEN NULL ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "c15") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "c15") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c15" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- export of TIME(9)
CASE WHEN "c16" IS NULL THEN NULL ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('00:00:00' AS TIME(9)), "c16")) END;

-- export of VARIANT
TO_JSON(TO_VARIANT("c17"));

-- export of OBJECT
TO_JSON(TO_VARIANT("c18"));

-- export of ARRAY
TO_JSON(TO_VARIANT("c19"));

-- export of FLOAT
CASE WHEN "c2" IS NULL THEN NULL ELSE CASE WHEN "c2" = 0 THEN '0' WHEN "c2" = 'NaN'::FLOAT THEN 'nan' WHEN "c2" = 'inf'::FLOAT THEN 'inf' WHEN "c2" = '-inf'::FLOAT THEN '-inf' ELSE IFF("c2" < 0, '-', '') || TO_VARCHAR(CAST((IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -((FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52) + CASE WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) < 4503599627370496::FLOAT THEN -1 WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) >= 9007199254740992::FLOAT THEN 1 ELSE 0 END)) AS NUMBER(38, 0))) || 'p' || TO_VARCHAR(CAST(((FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52) + CASE WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) < 4503599627370496::FLOAT THEN -1 WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) >= 9007199254740992::FLOAT THEN 1 ELSE 0 END) - IFF(ABS("c2") < '1e-250'::FLOAT, 300, 0) AS NUMBER(38, 0))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN CAST(CAST((IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -((FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52) + CASE WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) < 4503599627370496::FLOAT THEN -1 WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) >= 9007199254740992::FLOAT THEN 1 ELSE 0 END)) AS NUMBER(38, 0)) AS FLOAT) * POWER(2::FLOAT, ((FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52) + CASE WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) < 4503599627370496::FLOAT THEN -1 WHEN (IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1)) * POWER(2::FLOAT, -(FLOOR(LOG(2, IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1))) - 52)) >= 9007199254740992::FLOAT THEN 1 ELSE 0 END)) <> IFF(ABS("c2") > 0 AND ABS("c2") < 'inf'::FLOAT, ABS("c2"), NULL) * IFF(ABS("c2") < '1e-250'::FLOAT, POWER(2::FLOAT, 300), 1) THEN 'tidemark-value-error: column "c2" holds a double that Snowflake did not scale exactly: leave the column out, or cast it.' ELSE '0' END AS NUMBER(38, 0))), 2) END END;

-- export of GEOGRAPHY
HEX_ENCODE(ST_ASEWKB("c20"), 0);

-- export of DECFLOAT(38)
COLLATE(TO_VARCHAR("c21"), 'utf8');

-- export of BOOLEAN
CASE WHEN "c3" IS NULL THEN NULL ELSE CASE WHEN "c3" THEN '1' ELSE '0' END END;

-- export of VARCHAR(16777216)
COLLATE("c4", 'utf8');

-- export of VARCHAR(20) COLLATE 'en-ci'
COLLATE("c5", 'utf8');

-- export of BINARY(8388608)
CASE WHEN "c6" IS NULL THEN NULL ELSE HEX_ENCODE("c6", 0) END;

-- export of DATE
CASE WHEN "c7" IS NULL THEN NULL ELSE TO_VARCHAR(DATEDIFF(DAY, CAST('1970-01-01' AS DATE), "c7")) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR("c7") NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c7" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- export of TIMESTAMP_NTZ(6)
CASE WHEN "c8" IS NULL THEN NULL ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), "c8")) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR("c8") NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c8" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- export of TIMESTAMP_LTZ(6)
CASE WHEN "c9" IS NULL THEN NULL ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "c9") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "c9") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "c9" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END;

-- counts
SELECT TO_VARCHAR("p"), TO_VARCHAR("n"), TO_VARCHAR(count(*))
  FROM (SELECT DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), DATE_TRUNC(DAY, CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9)))) AS "p", CASE WHEN "ingested_at" IS NULL THEN 1 ELSE 0 END AS "n"
  FROM (SELECT *
  FROM "SHOP"."SHOP"."ORDERS"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" IS NULL) OR (("ingested_at" >= CAST('2020-10-29 00:00:00 +00:00' AS TIMESTAMP_LTZ(9)) AND "ingested_at" < CAST('2020-10-31 00:00:00 +00:00' AS TIMESTAMP_LTZ(9)))))) AS q) AS r
  GROUP BY "p", "n";

-- digests
SELECT TO_VARCHAR("p"), CASE WHEN "s" < 'cccccccccccc' THEN 'train' WHEN "s" < 'g' THEN 'test' END AS part, TO_VARCHAR(count(*)), TO_VARCHAR(count("h")), TO_VARCHAR(SUM(TO_NUMBER(SUBSTR("h", 1, 15), 'XXXXXXXXXXXXXXX'))), TO_VARCHAR(SUM(TO_NUMBER(SUBSTR("h", 16, 15), 'XXXXXXXXXXXXXXX'))), TO_VARCHAR(min("t")), TO_VARCHAR(max("t"))
  FROM (SELECT DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), DATE_TRUNC(DAY, CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9)))) AS "p", DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9))) AS "t", SHA2(CONCAT('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN "deleted" THEN '1' ELSE '0' END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "ingested_at" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE TO_VARCHAR("Order_ID") END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE REPLACE(REPLACE(COLLATE("region", 'utf8'), '~', '~~'), '|', '~p') END), 256) AS "h", SHA2(CONCAT('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE REPLACE(REPLACE(COLLATE("region", 'utf8'), '~', '~~'), '|', '~p') END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE TO_VARCHAR("Order_ID") END), 256) AS "s"
  FROM (SELECT *
  FROM "SHOP"."SHOP"."ORDERS"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" >= CAST('2020-10-29 00:00:00 +00:00' AS TIMESTAMP_LTZ(9)) AND "ingested_at" < CAST('2020-10-31 00:00:00 +00:00' AS TIMESTAMP_LTZ(9))))) AS q) AS r
  GROUP BY "p", part;

-- digests by month
SELECT TO_VARCHAR("p"), "k" AS part, TO_VARCHAR(count(*)), TO_VARCHAR(count("h")), TO_VARCHAR(SUM(TO_NUMBER(SUBSTR("h", 1, 15), 'XXXXXXXXXXXXXXX'))), TO_VARCHAR(SUM(TO_NUMBER(SUBSTR("h", 16, 15), 'XXXXXXXXXXXXXXX'))), TO_VARCHAR(min("t")), TO_VARCHAR(max("t"))
  FROM (SELECT DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), DATE_TRUNC(MONTH, CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9)))) AS "p", DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9))) AS "t", SHA2(CONCAT('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN "deleted" THEN '1' ELSE '0' END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "ingested_at" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE TO_VARCHAR("Order_ID") END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE REPLACE(REPLACE(COLLATE("region", 'utf8'), '~', '~~'), '|', '~p') END), 256) AS "h", '' AS "k"
  FROM (SELECT *
  FROM "SHOP"."SHOP"."ORDERS"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" >= CAST('2020-10-29 00:00:00 +00:00' AS TIMESTAMP_LTZ(9)) AND "ingested_at" < CAST('2020-10-31 00:00:00 +00:00' AS TIMESTAMP_LTZ(9))))) AS q) AS r
  GROUP BY "p", part;

-- a part
SELECT "deleted", "ingested_at", "order_id", "region"
  FROM (SELECT CASE WHEN "deleted" IS NULL THEN NULL ELSE CASE WHEN "deleted" THEN '1' ELSE '0' END END AS "deleted", CASE WHEN "ingested_at" IS NULL THEN NULL ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "ingested_at" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END AS "ingested_at", CASE WHEN "Order_ID" IS NULL THEN NULL ELSE TO_VARCHAR("Order_ID") END AS "order_id", COLLATE("region", 'utf8') AS "region", SHA2(CONCAT('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE REPLACE(REPLACE(COLLATE("region", 'utf8'), '~', '~~'), '|', '~p') END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE TO_VARCHAR("Order_ID") END), 256) AS "_tidemark_split"
  FROM (SELECT *
  FROM "SHOP"."SHOP"."ORDERS"
  WHERE ((
region <> 'x'
)) AND ("ingested_at" < CAST('2020-10-31 00:00:00 +00:00' AS TIMESTAMP_LTZ(9)))) AS q) AS r
  WHERE (("_tidemark_split" >= 'cccccccccccc'));

-- a fold of a sample, in order
SELECT "deleted", "ingested_at", "order_id", "region"
  FROM (SELECT CASE WHEN "deleted" IS NULL THEN NULL ELSE CASE WHEN "deleted" THEN '1' ELSE '0' END END AS "deleted", CASE WHEN "ingested_at" IS NULL THEN NULL ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "ingested_at" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END AS "ingested_at", CASE WHEN "Order_ID" IS NULL THEN NULL ELSE TO_VARCHAR("Order_ID") END AS "order_id", COLLATE("region", 'utf8') AS "region", DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), DATE_TRUNC(DAY, CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9)))) AS "_tidemark_partition", SHA2(CONCAT('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE REPLACE(REPLACE(COLLATE("region", 'utf8'), '~', '~~'), '|', '~p') END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE TO_VARCHAR("Order_ID") END), 256) AS "_tidemark_split", SHA2(CONCAT('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN "deleted" THEN '1' ELSE '0' END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "ingested_at" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE TO_VARCHAR("Order_ID") END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE REPLACE(REPLACE(COLLATE("region", 'utf8'), '~', '~~'), '|', '~p') END), 256) AS "_tidemark_row"
  FROM (SELECT *
  FROM "SHOP"."SHOP"."ORDERS"
  WHERE ((
region <> 'x'
)) AND (("ingested_at" >= CAST('2020-10-29 00:00:00 +00:00' AS TIMESTAMP_LTZ(9)) AND "ingested_at" < CAST('2020-10-31 00:00:00 +00:00' AS TIMESTAMP_LTZ(9))))) AS q) AS r
  WHERE ((TO_NUMBER(SUBSTR("_tidemark_split", 13, 12), 'XXXXXXXXXXXX') % 5) = 1) AND (TO_NUMBER(SUBSTR("_tidemark_split", 25, 12), 'XXXXXXXXXXXX') < 2814749767106)
  ORDER BY "_tidemark_partition", "_tidemark_split", "_tidemark_row";

-- a part of the latest rows
SELECT "region"
  FROM (SELECT "region" AS "region", "_tidemark_split" AS "_tidemark_split", "_tidemark_row" AS "_tidemark_row", "_tidemark_entity" AS "_tidemark_entity", "_tidemark_at" AS "_tidemark_at", "_tidemark_tombstone" AS "_tidemark_tombstone", row_number() OVER (PARTITION BY "_tidemark_entity"
  ORDER BY "_tidemark_at" DESC, "_tidemark_row" DESC) AS "_tidemark_rank"
  FROM (SELECT *
  FROM (SELECT COLLATE("region", 'utf8') AS "region", SHA2(CONCAT('split-v1|', 'it''s', '|', CASE WHEN "region" IS NULL THEN '~N' ELSE REPLACE(REPLACE(COLLATE("region", 'utf8'), '~', '~~'), '|', '~p') END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE TO_VARCHAR("Order_ID") END), 256) AS "_tidemark_split", SHA2(CONCAT('v1', '|', CASE WHEN "deleted" IS NULL THEN '~N' ELSE CASE WHEN "deleted" THEN '1' ELSE '0' END END, '|', CASE WHEN "ingested_at" IS NULL THEN '~N' ELSE TO_VARCHAR(DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9)))) || SUBSTR(TO_VARCHAR(CAST(CASE WHEN YEAR(CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9))) NOT BETWEEN 1 AND 9999 THEN 'tidemark-value-error: column "ingested_at" holds a date before the year 1 or after 9999: leave such rows out ("where"), or cast it to string.' ELSE '0' END AS NUMBER(38, 0))), 2) END, '|', CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE TO_VARCHAR("Order_ID") END, '|', CASE WHEN "region" IS NULL THEN '~N' ELSE REPLACE(REPLACE(COLLATE("region", 'utf8'), '~', '~~'), '|', '~p') END), 256) AS "_tidemark_row", SHA2(CONCAT(CASE WHEN "Order_ID" IS NULL THEN '~N' ELSE TO_VARCHAR("Order_ID") END), 256) AS "_tidemark_entity", DATEDIFF(MICROSECOND, CAST('1970-01-01 00:00:00' AS TIMESTAMP_NTZ(9)), CAST(CONVERT_TIMEZONE('UTC', "ingested_at") AS TIMESTAMP_NTZ(9))) AS "_tidemark_at", "deleted" AS "_tidemark_tombstone"
  FROM (SELECT *
  FROM "SHOP"."SHOP"."ORDERS"
  WHERE ((
region <> 'x'
)) AND ("ingested_at" < CAST('2020-10-31 00:00:00 +00:00' AS TIMESTAMP_LTZ(9)))) AS q) AS r
  WHERE (1 = 1)) AS q) AS r
  WHERE ("_tidemark_rank" = 1) AND (CASE WHEN "_tidemark_tombstone" THEN 1 ELSE 0 END = 0) AND (("_tidemark_split" < 'cccccccccccc'));
