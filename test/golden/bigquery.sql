-- canonical text of INT64
IFNULL(CAST(`c0` AS STRING), '~N');

-- canonical text of NUMERIC
IFNULL(IF(STRPOS(CAST(`c1` AS STRING), '.') > 0, RTRIM(RTRIM(CAST(`c1` AS STRING), '0'), '.'), CAST(`c1` AS STRING)), '~N');

-- canonical text of DATE
IFNULL(CAST(UNIX_DATE(`c10`) AS STRING), '~N');

-- canonical text of DATETIME
IFNULL(CAST(DATETIME_DIFF(`c11`, DATETIME '1970-01-01 00:00:00', MICROSECOND) AS STRING), '~N');

-- canonical text of TIMESTAMP
IFNULL(CAST(UNIX_MICROS(`c12`) AS STRING), '~N');

-- canonical text of TIME
IFNULL(CAST(TIME_DIFF(`c13`, TIME '00:00:00', MICROSECOND) AS STRING), '~N');

-- canonical text of UUID
IFNULL(CAST(CASE WHEN LOWER(CAST(`c14` AS STRING)) IS NULL OR REGEXP_CONTAINS(LOWER(CAST(`c14` AS STRING)), r'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$') THEN LOWER(CAST(`c14` AS STRING)) ELSE ERROR('tidemark-value-error: a value that is cast to uuid is none of 36 characters: correct it, leave such rows out ("where"), or cast the column to string.') END AS STRING), '~N');

-- canonical text of JSON
IFNULL(REPLACE(REPLACE(IF(`c15` IS NULL, NULL, TO_JSON_STRING(`c15`)), '~', '~~'), '|', '~p'), '~N');

-- canonical text of STRUCT
IFNULL(REPLACE(REPLACE(IF(`c16` IS NULL, NULL, TO_JSON_STRING(`c16`)), '~', '~~'), '|', '~p'), '~N');

-- canonical text of ARRAY<INT64>
IFNULL(REPLACE(REPLACE(IF(`c17` IS NULL, NULL, TO_JSON_STRING(`c17`)), '~', '~~'), '|', '~p'), '~N');

-- canonical text of RANGE
IFNULL(REPLACE(REPLACE(IF(`c18` IS NULL, NULL, TO_JSON_STRING(`c18`)), '~', '~~'), '|', '~p'), '~N');

-- canonical text of GEOGRAPHY
IFNULL(REPLACE(REPLACE(IF(`c19` IS NULL, NULL, TO_JSON_STRING(`c19`)), '~', '~~'), '|', '~p'), '~N');

-- canonical text of NUMERIC(12, 0)
IFNULL(CAST(`c2` AS STRING), '~N');

-- canonical text of INTERVAL
IFNULL(REPLACE(REPLACE(IF(`c20` IS NULL, NULL, TO_JSON_STRING(`c20`)), '~', '~~'), '|', '~p'), '~N');

-- canonical text of STRING COLLATE 'und:ci'
IFNULL(CAST(REPLACE(REPLACE(CAST(`c21` AS BYTES), b'~', b'~~'), b'|', b'~p') AS STRING), '~N');

-- canonical text of NUMERIC(12, 2)
IFNULL(IF(STRPOS(CAST(`c3` AS STRING), '.') > 0, RTRIM(RTRIM(CAST(`c3` AS STRING), '0'), '.'), CAST(`c3` AS STRING)), '~N');

-- canonical text of BIGNUMERIC
IFNULL(IF(STRPOS(CAST(`c4` AS STRING), '.') > 0, RTRIM(RTRIM(CAST(`c4` AS STRING), '0'), '.'), CAST(`c4` AS STRING)), '~N');

-- canonical text of BIGNUMERIC(76, 38)
IFNULL(IF(STRPOS(CAST(`c5` AS STRING), '.') > 0, RTRIM(RTRIM(CAST(`c5` AS STRING), '0'), '.'), CAST(`c5` AS STRING)), '~N');

-- canonical text of FLOAT64
IFNULL(CASE WHEN `c6` IS NULL THEN NULL WHEN `c6` = 0 THEN '0' WHEN IS_NAN(`c6`) THEN 'nan' WHEN IS_INF(`c6`) THEN IF(`c6` > 0, 'inf', '-inf') WHEN ABS(`c6`) < 1e-250 THEN CONCAT(IF(`c6` < 0, '-', ''), CASE WHEN ((ABS(`c6`) * POW(2, 300)) * POW(2, -(FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52))) < 4503599627370496 THEN CONCAT(CAST(CAST(((ABS(`c6`) * POW(2, 300)) * POW(2, -(FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52))) * 2 AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52) + (-301) AS INT64) AS STRING)) WHEN ((ABS(`c6`) * POW(2, 300)) * POW(2, -(FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52))) >= 9007199254740992 THEN CONCAT(CAST(CAST(((ABS(`c6`) * POW(2, 300)) * POW(2, -(FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52))) / 2 AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52) + (-299) AS INT64) AS STRING)) ELSE CONCAT(CAST(CAST(((ABS(`c6`) * POW(2, 300)) * POW(2, -(FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52))) AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52) + (-300) AS INT64) AS STRING)) END) ELSE CONCAT(IF(`c6` < 0, '-', ''), CASE WHEN (ABS(`c6`) * POW(2, -(FLOOR(LOG(ABS(`c6`), 2)) - 52))) < 4503599627370496 THEN CONCAT(CAST(CAST((ABS(`c6`) * POW(2, -(FLOOR(LOG(ABS(`c6`), 2)) - 52))) * 2 AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG(ABS(`c6`), 2)) - 52) + (-1) AS INT64) AS STRING)) WHEN (ABS(`c6`) * POW(2, -(FLOOR(LOG(ABS(`c6`), 2)) - 52))) >= 9007199254740992 THEN CONCAT(CAST(CAST((ABS(`c6`) * POW(2, -(FLOOR(LOG(ABS(`c6`), 2)) - 52))) / 2 AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG(ABS(`c6`), 2)) - 52) + (1) AS INT64) AS STRING)) ELSE CONCAT(CAST(CAST((ABS(`c6`) * POW(2, -(FLOOR(LOG(ABS(`c6`), 2)) - 52))) AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG(ABS(`c6`), 2)) - 52) + (0) AS INT64) AS STRING)) END) END, '~N');

-- canonical text of BOOL
IFNULL(CASE `c7` WHEN TRUE THEN '1' WHEN FALSE THEN '0' END, '~N');

-- canonical text of STRING(20)
IFNULL(REPLACE(REPLACE(`c8`, '~', '~~'), '|', '~p'), '~N');

-- canonical text of BYTES
IFNULL(TO_HEX(`c9`), '~N');

-- export of INT64
CAST(`c0` AS STRING);

-- export of NUMERIC
IF(STRPOS(CAST(`c1` AS STRING), '.') > 0, RTRIM(RTRIM(CAST(`c1` AS STRING), '0'), '.'), CAST(`c1` AS STRING));

-- export of DATE
CAST(UNIX_DATE(`c10`) AS STRING);

-- export of DATETIME
CAST(DATETIME_DIFF(`c11`, DATETIME '1970-01-01 00:00:00', MICROSECOND) AS STRING);

-- export of TIMESTAMP
CAST(UNIX_MICROS(`c12`) AS STRING);

-- export of TIME
CAST(TIME_DIFF(`c13`, TIME '00:00:00', MICROSECOND) AS STRING);

-- export of UUID
CAST(`c14` AS STRING);

-- export of JSON
IF(`c15` IS NULL, NULL, TO_JSON_STRING(`c15`));

-- export of STRUCT
IF(`c16` IS NULL, NULL, TO_JSON_STRING(`c16`));

-- export of ARRAY<INT64>
IF(`c17` IS NULL, NULL, TO_JSON_STRING(`c17`));

-- export of RANGE
IF(`c18` IS NULL, NULL, TO_JSON_STRING(`c18`));

-- export of GEOGRAPHY
IF(`c19` IS NULL, NULL, TO_JSON_STRING(`c19`));

-- export of NUMERIC(12, 0)
CAST(`c2` AS STRING);

-- export of INTERVAL
IF(`c20` IS NULL, NULL, TO_JSON_STRING(`c20`));

-- export of STRING COLLATE 'und:ci'
`c21`;

-- export of NUMERIC(12, 2)
IF(STRPOS(CAST(`c3` AS STRING), '.') > 0, RTRIM(RTRIM(CAST(`c3` AS STRING), '0'), '.'), CAST(`c3` AS STRING));

-- export of BIGNUMERIC
IF(STRPOS(CAST(`c4` AS STRING), '.') > 0, RTRIM(RTRIM(CAST(`c4` AS STRING), '0'), '.'), CAST(`c4` AS STRING));

-- export of BIGNUMERIC(76, 38)
IF(STRPOS(CAST(`c5` AS STRING), '.') > 0, RTRIM(RTRIM(CAST(`c5` AS STRING), '0'), '.'), CAST(`c5` AS STRING));

-- export of FLOAT64
CASE WHEN `c6` IS NULL THEN NULL WHEN `c6` = 0 THEN '0' WHEN IS_NAN(`c6`) THEN 'nan' WHEN IS_INF(`c6`) THEN IF(`c6` > 0, 'inf', '-inf') WHEN ABS(`c6`) < 1e-250 THEN CONCAT(IF(`c6` < 0, '-', ''), CASE WHEN ((ABS(`c6`) * POW(2, 300)) * POW(2, -(FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52))) < 4503599627370496 THEN CONCAT(CAST(CAST(((ABS(`c6`) * POW(2, 300)) * POW(2, -(FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52))) * 2 AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52) + (-301) AS INT64) AS STRING)) WHEN ((ABS(`c6`) * POW(2, 300)) * POW(2, -(FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52))) >= 9007199254740992 THEN CONCAT(CAST(CAST(((ABS(`c6`) * POW(2, 300)) * POW(2, -(FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52))) / 2 AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52) + (-299) AS INT64) AS STRING)) ELSE CONCAT(CAST(CAST(((ABS(`c6`) * POW(2, 300)) * POW(2, -(FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52))) AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG((ABS(`c6`) * POW(2, 300)), 2)) - 52) + (-300) AS INT64) AS STRING)) END) ELSE CONCAT(IF(`c6` < 0, '-', ''), CASE WHEN (ABS(`c6`) * POW(2, -(FLOOR(LOG(ABS(`c6`), 2)) - 52))) < 4503599627370496 THEN CONCAT(CAST(CAST((ABS(`c6`) * POW(2, -(FLOOR(LOG(ABS(`c6`), 2)) - 52))) * 2 AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG(ABS(`c6`), 2)) - 52) + (-1) AS INT64) AS STRING)) WHEN (ABS(`c6`) * POW(2, -(FLOOR(LOG(ABS(`c6`), 2)) - 52))) >= 9007199254740992 THEN CONCAT(CAST(CAST((ABS(`c6`) * POW(2, -(FLOOR(LOG(ABS(`c6`), 2)) - 52))) / 2 AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG(ABS(`c6`), 2)) - 52) + (1) AS INT64) AS STRING)) ELSE CONCAT(CAST(CAST((ABS(`c6`) * POW(2, -(FLOOR(LOG(ABS(`c6`), 2)) - 52))) AS INT64) AS STRING), 'p', CAST(CAST((FLOOR(LOG(ABS(`c6`), 2)) - 52) + (0) AS INT64) AS STRING)) END) END;

-- export of BOOL
CASE `c7` WHEN TRUE THEN '1' WHEN FALSE THEN '0' END;

-- export of STRING(20)
`c8`;

-- export of BYTES
TO_HEX(`c9`);

-- counts
SELECT CAST(`p` AS STRING), CAST(`n` AS STRING), CAST(count(*) AS STRING)
  FROM (SELECT UNIX_MICROS(TIMESTAMP_TRUNC(`ingested_at`, DAY)) AS `p`, CASE WHEN `ingested_at` IS NULL THEN 1 ELSE 0 END AS `n`
  FROM `acme`.`shop`.`orders` FOR SYSTEM_TIME AS OF TIMESTAMP_MICROS(1604102400000000)
  WHERE ((
region <> 'x'
)) AND ((`ingested_at` IS NULL) OR ((`ingested_at` >= TIMESTAMP '2020-10-29 00:00:00+00' AND `ingested_at` < TIMESTAMP '2020-10-31 00:00:00+00')))) AS r
  GROUP BY `p`, `n`;

-- digests
SELECT CAST(`p` AS STRING), CASE WHEN `s` < 'cccccccccccc' THEN 'train' WHEN `s` < 'g' THEN 'test' END AS part, CAST(count(*) AS STRING), CAST(count(`h`) AS STRING), CAST(SUM(CAST(CAST(CONCAT('0x', SUBSTR(`h`, 1, 15)) AS INT64) AS NUMERIC)) AS STRING), CAST(SUM(CAST(CAST(CONCAT('0x', SUBSTR(`h`, 16, 15)) AS INT64) AS NUMERIC)) AS STRING), CAST(min(`t`) AS STRING), CAST(max(`t`) AS STRING)
  FROM (SELECT UNIX_MICROS(TIMESTAMP_TRUNC(`ingested_at`, DAY)) AS `p`, UNIX_MICROS(`ingested_at`) AS `t`, TO_HEX(SHA256(CONCAT('v1', '|', IFNULL(CASE `deleted` WHEN TRUE THEN '1' WHEN FALSE THEN '0' END, '~N'), '|', IFNULL(CAST(UNIX_MICROS(`ingested_at`) AS STRING), '~N'), '|', IFNULL(CAST(`Order_ID` AS STRING), '~N'), '|', IFNULL(REPLACE(REPLACE(`region`, '~', '~~'), '|', '~p'), '~N')))) AS `h`, TO_HEX(SHA256(CONCAT('split-v1|', 'it\'s', '|', IFNULL(REPLACE(REPLACE(`region`, '~', '~~'), '|', '~p'), '~N'), '|', IFNULL(CAST(`Order_ID` AS STRING), '~N')))) AS `s`
  FROM `acme`.`shop`.`orders` FOR SYSTEM_TIME AS OF TIMESTAMP_MICROS(1604102400000000)
  WHERE ((
region <> 'x'
)) AND ((`ingested_at` >= TIMESTAMP '2020-10-29 00:00:00+00' AND `ingested_at` < TIMESTAMP '2020-10-31 00:00:00+00'))) AS r
  GROUP BY `p`, part;

-- digests by month
SELECT CAST(`p` AS STRING), `k` AS part, CAST(count(*) AS STRING), CAST(count(`h`) AS STRING), CAST(SUM(CAST(CAST(CONCAT('0x', SUBSTR(`h`, 1, 15)) AS INT64) AS NUMERIC)) AS STRING), CAST(SUM(CAST(CAST(CONCAT('0x', SUBSTR(`h`, 16, 15)) AS INT64) AS NUMERIC)) AS STRING), CAST(min(`t`) AS STRING), CAST(max(`t`) AS STRING)
  FROM (SELECT UNIX_MICROS(TIMESTAMP_TRUNC(`ingested_at`, MONTH)) AS `p`, UNIX_MICROS(`ingested_at`) AS `t`, TO_HEX(SHA256(CONCAT('v1', '|', IFNULL(CASE `deleted` WHEN TRUE THEN '1' WHEN FALSE THEN '0' END, '~N'), '|', IFNULL(CAST(UNIX_MICROS(`ingested_at`) AS STRING), '~N'), '|', IFNULL(CAST(`Order_ID` AS STRING), '~N'), '|', IFNULL(REPLACE(REPLACE(`region`, '~', '~~'), '|', '~p'), '~N')))) AS `h`, '' AS `k`
  FROM `acme`.`shop`.`orders` FOR SYSTEM_TIME AS OF TIMESTAMP_MICROS(1604102400000000)
  WHERE ((
region <> 'x'
)) AND ((`ingested_at` >= TIMESTAMP '2020-10-29 00:00:00+00' AND `ingested_at` < TIMESTAMP '2020-10-31 00:00:00+00'))) AS r
  GROUP BY `p`, part;

-- a part
SELECT `deleted`, `ingested_at`, `order_id`, `region`
  FROM (SELECT CASE `deleted` WHEN TRUE THEN '1' WHEN FALSE THEN '0' END AS `deleted`, CAST(UNIX_MICROS(`ingested_at`) AS STRING) AS `ingested_at`, CAST(`Order_ID` AS STRING) AS `order_id`, `region` AS `region`, TO_HEX(SHA256(CONCAT('split-v1|', 'it\'s', '|', IFNULL(REPLACE(REPLACE(`region`, '~', '~~'), '|', '~p'), '~N'), '|', IFNULL(CAST(`Order_ID` AS STRING), '~N')))) AS `_tidemark_split`
  FROM `acme`.`shop`.`orders` FOR SYSTEM_TIME AS OF TIMESTAMP_MICROS(1604102400000000)
  WHERE ((
region <> 'x'
)) AND (`ingested_at` < TIMESTAMP '2020-10-31 00:00:00+00')) AS r
  WHERE ((`_tidemark_split` >= 'cccccccccccc'));

-- a fold of a sample, in order
SELECT `deleted`, `ingested_at`, `order_id`, `region`
  FROM (SELECT CASE `deleted` WHEN TRUE THEN '1' WHEN FALSE THEN '0' END AS `deleted`, CAST(UNIX_MICROS(`ingested_at`) AS STRING) AS `ingested_at`, CAST(`Order_ID` AS STRING) AS `order_id`, `region` AS `region`, UNIX_MICROS(TIMESTAMP_TRUNC(`ingested_at`, DAY)) AS `_tidemark_partition`, TO_HEX(SHA256(CONCAT('split-v1|', 'it\'s', '|', IFNULL(REPLACE(REPLACE(`region`, '~', '~~'), '|', '~p'), '~N'), '|', IFNULL(CAST(`Order_ID` AS STRING), '~N')))) AS `_tidemark_split`, TO_HEX(SHA256(CONCAT('v1', '|', IFNULL(CASE `deleted` WHEN TRUE THEN '1' WHEN FALSE THEN '0' END, '~N'), '|', IFNULL(CAST(UNIX_MICROS(`ingested_at`) AS STRING), '~N'), '|', IFNULL(CAST(`Order_ID` AS STRING), '~N'), '|', IFNULL(REPLACE(REPLACE(`region`, '~', '~~'), '|', '~p'), '~N')))) AS `_tidemark_row`
  FROM `acme`.`shop`.`orders` FOR SYSTEM_TIME AS OF TIMESTAMP_MICROS(1604102400000000)
  WHERE ((
region <> 'x'
)) AND ((`ingested_at` >= TIMESTAMP '2020-10-29 00:00:00+00' AND `ingested_at` < TIMESTAMP '2020-10-31 00:00:00+00'))) AS r
  WHERE (MOD(CAST(CONCAT('0x', SUBSTR(`_tidemark_split`, 13, 12)) AS INT64), 5) = 1) AND (CAST(CONCAT('0x', SUBSTR(`_tidemark_split`, 25, 12)) AS INT64) < 2814749767106)
  ORDER BY `_tidemark_partition`, `_tidemark_split`, `_tidemark_row`;

-- a part of the latest rows
SELECT `region`
  FROM (SELECT `region` AS `region`, `_tidemark_split` AS `_tidemark_split`, `_tidemark_row` AS `_tidemark_row`, `_tidemark_entity` AS `_tidemark_entity`, `_tidemark_at` AS `_tidemark_at`, `_tidemark_tombstone` AS `_tidemark_tombstone`, row_number() OVER (PARTITION BY `_tidemark_entity`
  ORDER BY `_tidemark_at` DESC, `_tidemark_row` DESC) AS `_tidemark_rank`
  FROM (SELECT `region` AS `region`, TO_HEX(SHA256(CONCAT('split-v1|', 'it\'s', '|', IFNULL(REPLACE(REPLACE(`region`, '~', '~~'), '|', '~p'), '~N'), '|', IFNULL(CAST(`Order_ID` AS STRING), '~N')))) AS `_tidemark_split`, TO_HEX(SHA256(CONCAT('v1', '|', IFNULL(CASE `deleted` WHEN TRUE THEN '1' WHEN FALSE THEN '0' END, '~N'), '|', IFNULL(CAST(UNIX_MICROS(`ingested_at`) AS STRING), '~N'), '|', IFNULL(CAST(`Order_ID` AS STRING), '~N'), '|', IFNULL(REPLACE(REPLACE(`region`, '~', '~~'), '|', '~p'), '~N')))) AS `_tidemark_row`, TO_HEX(SHA256(CONCAT(IFNULL(CAST(`Order_ID` AS STRING), '~N')))) AS `_tidemark_entity`, UNIX_MICROS(`ingested_at`) AS `_tidemark_at`, `deleted` AS `_tidemark_tombstone`
  FROM `acme`.`shop`.`orders` FOR SYSTEM_TIME AS OF TIMESTAMP_MICROS(1604102400000000)
  WHERE ((
region <> 'x'
)) AND (`ingested_at` < TIMESTAMP '2020-10-31 00:00:00+00')) AS r
  WHERE (1 = 1)) AS r
  WHERE (`_tidemark_rank` = 1) AND (CASE WHEN `_tidemark_tombstone` THEN 1 ELSE 0 END = 0) AND ((`_tidemark_split` < 'cccccccccccc'));
