-- canonical text of bigint
CASE WHEN `c0` IS NULL THEN '~N' ELSE CAST(`c0` AS CHAR) END;

-- canonical text of bigint(20) unsigned zerofill
CASE WHEN `c1` IS NULL THEN '~N' ELSE CAST((`c1` + 0) AS CHAR) END;

-- canonical text of enum('a','b')
CASE WHEN `c10` IS NULL THEN '~N' ELSE REPLACE(REPLACE(CONVERT(`c10` USING utf8mb4) COLLATE utf8mb4_bin, '~', '~~'), '|', '~p') END;

-- canonical text of varbinary(16)
CASE WHEN `c11` IS NULL THEN '~N' ELSE LOWER(HEX(`c11`)) END;

-- canonical text of date
CASE WHEN `c12` IS NULL THEN '~N' ELSE CASE WHEN (`c12` >= TIMESTAMP'0001-01-01 00:00:00' AND MONTH(`c12`) > 0 AND DAYOFMONTH(`c12`) > 0 AND DAYOFMONTH(`c12`) <= DAYOFMONTH(LAST_DAY(`c12`))) THEN CAST((TO_DAYS(`c12`) - 719528) AS CHAR) WHEN `c12` IS NOT NULL THEN CONCAT('~Z', CAST(`c12` AS CHAR)) END END;

-- canonical text of datetime(6)
CASE WHEN `c13` IS NULL THEN '~N' ELSE CASE WHEN (`c13` >= TIMESTAMP'0001-01-01 00:00:00' AND MONTH(`c13`) > 0 AND DAYOFMONTH(`c13`) > 0 AND DAYOFMONTH(`c13`) <= DAYOFMONTH(LAST_DAY(`c13`))) THEN CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `c13`) AS CHAR) WHEN `c13` IS NOT NULL THEN CONCAT('~Z', CAST(`c13` AS CHAR)) END END;

-- canonical text of timestamp
CASE WHEN `c14` IS NULL THEN '~N' ELSE CASE WHEN `c14` >= TIMESTAMP'0001-01-01 00:00:00' THEN CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `c14`) AS CHAR) WHEN `c14` IS NOT NULL THEN CONCAT('~Z', CAST(`c14` AS CHAR)) END END;

-- canonical text of time
CASE WHEN `c15` IS NULL THEN '~N' ELSE CASE WHEN `c15` >= TIME'00:00:00' AND `c15` < TIME'24:00:00' THEN CAST(((HOUR(`c15`) * 60 + MINUTE(`c15`)) * 60 + SECOND(`c15`)) * 1000000 + MICROSECOND(`c15`) AS CHAR) WHEN `c15` IS NOT NULL THEN (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "c15" holds a time below 0, or of 24 hours and more, which is no time of day: cast it to string, or leave it out.', LEFT(CAST(`c15` AS CHAR), 1), ' '))) END END;

-- canonical text of uuid
CASE WHEN `c16` IS NULL THEN '~N' ELSE LOWER(CONVERT(`c16` USING utf8mb4) COLLATE utf8mb4_bin) END;

-- canonical text of json
CASE WHEN `c17` IS NULL THEN '~N' ELSE REPLACE(REPLACE(CONVERT(`c17` USING utf8mb4) COLLATE utf8mb4_bin, '~', '~~'), '|', '~p') END;

-- canonical text of geometry
CASE WHEN `c18` IS NULL THEN '~N' ELSE REPLACE(REPLACE(LOWER(HEX(`c18`)), '~', '~~'), '|', '~p') END;

-- canonical text of year(4)
CASE WHEN `c2` IS NULL THEN '~N' ELSE CAST((`c2` + 0) AS CHAR) END;

-- canonical text of decimal(12,0)
CASE WHEN `c3` IS NULL THEN '~N' ELSE CAST(`c3` AS CHAR) END;

-- canonical text of decimal(12,2)
CASE WHEN `c4` IS NULL THEN '~N' ELSE TRIM(TRAILING '.'
  FROM TRIM(TRAILING '0'
  FROM CAST(`c4` AS CHAR))) END;

-- canonical text of decimal(65,30)
CASE WHEN `c5` IS NULL THEN '~N' ELSE TRIM(TRAILING '.'
  FROM TRIM(TRAILING '0'
  FROM CAST(`c5` AS CHAR))) END;

-- canonical text of float
CASE WHEN `c6` IS NULL THEN '~N' ELSE CASE WHEN (`c6` + 0E0) = 0 THEN '0' WHEN ABS((`c6` + 0E0)) < 1e-250 THEN CONCAT(IF((`c6` + 0E0) < 0, '-', ''), CASE WHEN ((ABS((`c6` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52))) < 4503599627370496 THEN CONCAT(CAST(((ABS((`c6` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52))) * 2 AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52) + -301 AS SIGNED)) WHEN ((ABS((`c6` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52))) >= 9007199254740992 THEN CONCAT(CAST(((ABS((`c6` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52))) / 2 AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52) + -299 AS SIGNED)) ELSE CONCAT(CAST(((ABS((`c6` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52))) AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52) + -300 AS SIGNED)) END) ELSE CONCAT(IF((`c6` + 0E0) < 0, '-', ''), CASE WHEN (ABS((`c6` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52))) < 4503599627370496 THEN CONCAT(CAST((ABS((`c6` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52))) * 2 AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52) + -1 AS SIGNED)) WHEN (ABS((`c6` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52))) >= 9007199254740992 THEN CONCAT(CAST((ABS((`c6` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52))) / 2 AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52) + 1 AS SIGNED)) ELSE CONCAT(CAST((ABS((`c6` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52))) AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52) + 0 AS SIGNED)) END) END END;

-- canonical text of double
CASE WHEN `c7` IS NULL THEN '~N' ELSE CASE WHEN (`c7` + 0E0) = 0 THEN '0' WHEN ABS((`c7` + 0E0)) < 1e-250 THEN CONCAT(IF((`c7` + 0E0) < 0, '-', ''), CASE WHEN ((ABS((`c7` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52))) < 4503599627370496 THEN CONCAT(CAST(((ABS((`c7` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52))) * 2 AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52) + -301 AS SIGNED)) WHEN ((ABS((`c7` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52))) >= 9007199254740992 THEN CONCAT(CAST(((ABS((`c7` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52))) / 2 AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52) + -299 AS SIGNED)) ELSE CONCAT(CAST(((ABS((`c7` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52))) AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52) + -300 AS SIGNED)) END) ELSE CONCAT(IF((`c7` + 0E0) < 0, '-', ''), CASE WHEN (ABS((`c7` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52))) < 4503599627370496 THEN CONCAT(CAST((ABS((`c7` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52))) * 2 AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52) + -1 AS SIGNED)) WHEN (ABS((`c7` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52))) >= 9007199254740992 THEN CONCAT(CAST((ABS((`c7` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52))) / 2 AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52) + 1 AS SIGNED)) ELSE CONCAT(CAST((ABS((`c7` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52))) AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52) + 0 AS SIGNED)) END) END END;

-- canonical text of tinyint(1)
CASE WHEN `c8` IS NULL THEN '~N' ELSE CASE `c8` WHEN 1 THEN '1' WHEN 0 THEN '0' ELSE (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "c8" is TINYINT(1), which is taken for a boolean, but holds another number than 0 and 1: cast it to int.', LEFT(`c8`, 1), ' '))) END END;

-- canonical text of varchar(20)
CASE WHEN `c9` IS NULL THEN '~N' ELSE REPLACE(REPLACE(CONVERT(`c9` USING utf8mb4) COLLATE utf8mb4_bin, '~', '~~'), '|', '~p') END;

-- export of bigint
CAST(`c0` AS CHAR);

-- export of bigint(20) unsigned zerofill
CAST((`c1` + 0) AS CHAR);

-- export of enum('a','b')
CONVERT(`c10` USING utf8mb4) COLLATE utf8mb4_bin;

-- export of varbinary(16)
LOWER(HEX(`c11`));

-- export of date
CASE WHEN (`c12` >= TIMESTAMP'0001-01-01 00:00:00' AND MONTH(`c12`) > 0 AND DAYOFMONTH(`c12`) > 0 AND DAYOFMONTH(`c12`) <= DAYOFMONTH(LAST_DAY(`c12`))) THEN CAST((TO_DAYS(`c12`) - 719528) AS CHAR) WHEN `c12` IS NOT NULL THEN (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "c12" holds a date such as 0000-00-00, which no file can hold: cast it to string, or leave it out.', LEFT(CAST(`c12` AS CHAR), 1), ' '))) END;

-- export of datetime(6)
CASE WHEN (`c13` >= TIMESTAMP'0001-01-01 00:00:00' AND MONTH(`c13`) > 0 AND DAYOFMONTH(`c13`) > 0 AND DAYOFMONTH(`c13`) <= DAYOFMONTH(LAST_DAY(`c13`))) THEN CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `c13`) AS CHAR) WHEN `c13` IS NOT NULL THEN (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "c13" holds a date such as 0000-00-00, which no file can hold: cast it to string, or leave it out.', LEFT(CAST(`c13` AS CHAR), 1), ' '))) END;

-- export of timestamp
CASE WHEN `c14` >= TIMESTAMP'0001-01-01 00:00:00' THEN CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `c14`) AS CHAR) WHEN `c14` IS NOT NULL THEN (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "c14" holds a date such as 0000-00-00, which no file can hold: cast it to string, or leave it out.', LEFT(CAST(`c14` AS CHAR), 1), ' '))) END;

-- export of time
CASE WHEN `c15` >= TIME'00:00:00' AND `c15` < TIME'24:00:00' THEN CAST(((HOUR(`c15`) * 60 + MINUTE(`c15`)) * 60 + SECOND(`c15`)) * 1000000 + MICROSECOND(`c15`) AS CHAR) WHEN `c15` IS NOT NULL THEN (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "c15" holds a time below 0, or of 24 hours and more, which is no time of day: cast it to string, or leave it out.', LEFT(CAST(`c15` AS CHAR), 1), ' '))) END;

-- export of uuid
LOWER(CONVERT(`c16` USING utf8mb4) COLLATE utf8mb4_bin);

-- export of json
CONVERT(`c17` USING utf8mb4) COLLATE utf8mb4_bin;

-- export of geometry
LOWER(HEX(`c18`));

-- export of year(4)
CAST((`c2` + 0) AS CHAR);

-- export of decimal(12,0)
CAST(`c3` AS CHAR);

-- export of decimal(12,2)
TRIM(TRAILING '.'
  FROM TRIM(TRAILING '0'
  FROM CAST(`c4` AS CHAR)));

-- export of decimal(65,30)
TRIM(TRAILING '.'
  FROM TRIM(TRAILING '0'
  FROM CAST(`c5` AS CHAR)));

-- export of float
CASE WHEN (`c6` + 0E0) = 0 THEN '0' WHEN ABS((`c6` + 0E0)) < 1e-250 THEN CONCAT(IF((`c6` + 0E0) < 0, '-', ''), CASE WHEN ((ABS((`c6` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52))) < 4503599627370496 THEN CONCAT(CAST(((ABS((`c6` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52))) * 2 AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52) + -301 AS SIGNED)) WHEN ((ABS((`c6` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52))) >= 9007199254740992 THEN CONCAT(CAST(((ABS((`c6` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52))) / 2 AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52) + -299 AS SIGNED)) ELSE CONCAT(CAST(((ABS((`c6` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52))) AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c6` + 0E0)) * POW(2, 300)))) - 52) + -300 AS SIGNED)) END) ELSE CONCAT(IF((`c6` + 0E0) < 0, '-', ''), CASE WHEN (ABS((`c6` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52))) < 4503599627370496 THEN CONCAT(CAST((ABS((`c6` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52))) * 2 AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52) + -1 AS SIGNED)) WHEN (ABS((`c6` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52))) >= 9007199254740992 THEN CONCAT(CAST((ABS((`c6` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52))) / 2 AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52) + 1 AS SIGNED)) ELSE CONCAT(CAST((ABS((`c6` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52))) AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c6` + 0E0)))) - 52) + 0 AS SIGNED)) END) END;

-- export of double
CASE WHEN (`c7` + 0E0) = 0 THEN '0' WHEN ABS((`c7` + 0E0)) < 1e-250 THEN CONCAT(IF((`c7` + 0E0) < 0, '-', ''), CASE WHEN ((ABS((`c7` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52))) < 4503599627370496 THEN CONCAT(CAST(((ABS((`c7` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52))) * 2 AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52) + -301 AS SIGNED)) WHEN ((ABS((`c7` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52))) >= 9007199254740992 THEN CONCAT(CAST(((ABS((`c7` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52))) / 2 AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52) + -299 AS SIGNED)) ELSE CONCAT(CAST(((ABS((`c7` + 0E0)) * POW(2, 300)) * POW(2, -(FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52))) AS SIGNED), 'p', CAST((FLOOR(LOG2((ABS((`c7` + 0E0)) * POW(2, 300)))) - 52) + -300 AS SIGNED)) END) ELSE CONCAT(IF((`c7` + 0E0) < 0, '-', ''), CASE WHEN (ABS((`c7` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52))) < 4503599627370496 THEN CONCAT(CAST((ABS((`c7` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52))) * 2 AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52) + -1 AS SIGNED)) WHEN (ABS((`c7` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52))) >= 9007199254740992 THEN CONCAT(CAST((ABS((`c7` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52))) / 2 AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52) + 1 AS SIGNED)) ELSE CONCAT(CAST((ABS((`c7` + 0E0)) * POW(2, -(FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52))) AS SIGNED), 'p', CAST((FLOOR(LOG2(ABS((`c7` + 0E0)))) - 52) + 0 AS SIGNED)) END) END;

-- export of tinyint(1)
CASE `c8` WHEN 1 THEN '1' WHEN 0 THEN '0' ELSE (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "c8" is TINYINT(1), which is taken for a boolean, but holds another number than 0 and 1: cast it to int.', LEFT(`c8`, 1), ' '))) END;

-- export of varchar(20)
CONVERT(`c9` USING utf8mb4) COLLATE utf8mb4_bin;

-- counts
SELECT CAST(`p` AS CHAR), CAST(`n` AS CHAR), CAST(count(*) AS CHAR)
  FROM (SELECT CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN ((TO_DAYS(`ingested_at`) - 719528) * 86400000000) END AS `p`, CASE WHEN `ingested_at` IS NULL THEN 1 ELSE 0 END AS `n`
  FROM `shop`.`orders`
  WHERE ((
region <> 'x'
)) AND ((`ingested_at` IS NULL) OR ((`ingested_at` >= TIMESTAMP'2020-10-29 00:00:00.000000' AND `ingested_at` < TIMESTAMP'2020-10-31 00:00:00.000000'))) LIMIT 18446744073709551615) AS r
  GROUP BY `p`, `n`;

-- digests
SELECT CAST(`p` AS CHAR), CASE WHEN `s` < 'cccccccccccc' THEN 'train' WHEN `s` < 'g' THEN 'test' END AS part, CAST(count(*) AS CHAR), CAST(count(`h`) AS CHAR), CAST(SUM(CAST(CONV(SUBSTR(`h`, 1, 15), 16, 10) AS UNSIGNED)) AS CHAR), CAST(SUM(CAST(CONV(SUBSTR(`h`, 16, 15), 16, 10) AS UNSIGNED)) AS CHAR), CAST(min(`t`) AS CHAR), CAST(max(`t`) AS CHAR)
  FROM (SELECT CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN ((TO_DAYS(`ingested_at`) - 719528) * 86400000000) END AS `p`, CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `ingested_at`) END AS `t`, SHA2(CAST(CONCAT('v1', '|', CASE WHEN `deleted` IS NULL THEN '~N' ELSE CASE `deleted` WHEN 1 THEN '1' WHEN 0 THEN '0' ELSE (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "deleted" is TINYINT(1), which is taken for a boolean, but holds another number than 0 and 1: cast it to int.', LEFT(`deleted`, 1), ' '))) END END, '|', CASE WHEN `ingested_at` IS NULL THEN '~N' ELSE CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `ingested_at`) AS CHAR) WHEN `ingested_at` IS NOT NULL THEN CONCAT('~Z', CAST(`ingested_at` AS CHAR)) END END, '|', CASE WHEN `Order_ID` IS NULL THEN '~N' ELSE CAST(`Order_ID` AS CHAR) END, '|', CASE WHEN `region` IS NULL THEN '~N' ELSE REPLACE(REPLACE(CONVERT(`region` USING utf8mb4) COLLATE utf8mb4_bin, '~', '~~'), '|', '~p') END) AS BINARY), 256) AS `h`, SHA2(CAST(CONCAT('split-v1|', 'it''s', '|', CASE WHEN `region` IS NULL THEN '~N' ELSE REPLACE(REPLACE(CONVERT(`region` USING utf8mb4) COLLATE utf8mb4_bin, '~', '~~'), '|', '~p') END, '|', CASE WHEN `Order_ID` IS NULL THEN '~N' ELSE CAST(`Order_ID` AS CHAR) END) AS BINARY), 256) AS `s`
  FROM `shop`.`orders`
  WHERE ((
region <> 'x'
)) AND ((`ingested_at` >= TIMESTAMP'2020-10-29 00:00:00.000000' AND `ingested_at` < TIMESTAMP'2020-10-31 00:00:00.000000')) LIMIT 18446744073709551615) AS r
  GROUP BY `p`, part;

-- digests by month
SELECT CAST(`p` AS CHAR), `k` AS part, CAST(count(*) AS CHAR), CAST(count(`h`) AS CHAR), CAST(SUM(CAST(CONV(SUBSTR(`h`, 1, 15), 16, 10) AS UNSIGNED)) AS CHAR), CAST(SUM(CAST(CONV(SUBSTR(`h`, 16, 15), 16, 10) AS UNSIGNED)) AS CHAR), CAST(min(`t`) AS CHAR), CAST(max(`t`) AS CHAR)
  FROM (SELECT CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN (((TO_DAYS(`ingested_at`) - 719528) - DAYOFMONTH(`ingested_at`) + 1) * 86400000000) END AS `p`, CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `ingested_at`) END AS `t`, SHA2(CAST(CONCAT('v1', '|', CASE WHEN `deleted` IS NULL THEN '~N' ELSE CASE `deleted` WHEN 1 THEN '1' WHEN 0 THEN '0' ELSE (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "deleted" is TINYINT(1), which is taken for a boolean, but holds another number than 0 and 1: cast it to int.', LEFT(`deleted`, 1), ' '))) END END, '|', CASE WHEN `ingested_at` IS NULL THEN '~N' ELSE CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `ingested_at`) AS CHAR) WHEN `ingested_at` IS NOT NULL THEN CONCAT('~Z', CAST(`ingested_at` AS CHAR)) END END, '|', CASE WHEN `Order_ID` IS NULL THEN '~N' ELSE CAST(`Order_ID` AS CHAR) END, '|', CASE WHEN `region` IS NULL THEN '~N' ELSE REPLACE(REPLACE(CONVERT(`region` USING utf8mb4) COLLATE utf8mb4_bin, '~', '~~'), '|', '~p') END) AS BINARY), 256) AS `h`, '' AS `k`
  FROM `shop`.`orders`
  WHERE ((
region <> 'x'
)) AND ((`ingested_at` >= TIMESTAMP'2020-10-29 00:00:00.000000' AND `ingested_at` < TIMESTAMP'2020-10-31 00:00:00.000000')) LIMIT 18446744073709551615) AS r
  GROUP BY `p`, part;

-- a part
SELECT `deleted`, `ingested_at`, `order_id`, `region`
  FROM (SELECT CASE `deleted` WHEN 1 THEN '1' WHEN 0 THEN '0' ELSE (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "deleted" is TINYINT(1), which is taken for a boolean, but holds another number than 0 and 1: cast it to int.', LEFT(`deleted`, 1), ' '))) END AS `deleted`, CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `ingested_at`) AS CHAR) WHEN `ingested_at` IS NOT NULL THEN (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "ingested_at" holds a date such as 0000-00-00, which no file can hold: cast it to string, or leave it out.', LEFT(CAST(`ingested_at` AS CHAR), 1), ' '))) END AS `ingested_at`, CAST(`Order_ID` AS CHAR) AS `order_id`, CONVERT(`region` USING utf8mb4) COLLATE utf8mb4_bin AS `region`, SHA2(CAST(CONCAT('split-v1|', 'it''s', '|', CASE WHEN `region` IS NULL THEN '~N' ELSE REPLACE(REPLACE(CONVERT(`region` USING utf8mb4) COLLATE utf8mb4_bin, '~', '~~'), '|', '~p') END, '|', CASE WHEN `Order_ID` IS NULL THEN '~N' ELSE CAST(`Order_ID` AS CHAR) END) AS BINARY), 256) AS `_tidemark_split`
  FROM `shop`.`orders`
  WHERE ((
region <> 'x'
)) AND (`ingested_at` < TIMESTAMP'2020-10-31 00:00:00.000000') LIMIT 18446744073709551615) AS r
  WHERE ((`_tidemark_split` >= 'cccccccccccc'));

-- a fold of a sample, in order
SELECT `deleted`, `ingested_at`, `order_id`, `region`
  FROM (SELECT CASE `deleted` WHEN 1 THEN '1' WHEN 0 THEN '0' ELSE (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "deleted" is TINYINT(1), which is taken for a boolean, but holds another number than 0 and 1: cast it to int.', LEFT(`deleted`, 1), ' '))) END AS `deleted`, CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `ingested_at`) AS CHAR) WHEN `ingested_at` IS NOT NULL THEN (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "ingested_at" holds a date such as 0000-00-00, which no file can hold: cast it to string, or leave it out.', LEFT(CAST(`ingested_at` AS CHAR), 1), ' '))) END AS `ingested_at`, CAST(`Order_ID` AS CHAR) AS `order_id`, CONVERT(`region` USING utf8mb4) COLLATE utf8mb4_bin AS `region`, CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN ((TO_DAYS(`ingested_at`) - 719528) * 86400000000) END AS `_tidemark_partition`, SHA2(CAST(CONCAT('split-v1|', 'it''s', '|', CASE WHEN `region` IS NULL THEN '~N' ELSE REPLACE(REPLACE(CONVERT(`region` USING utf8mb4) COLLATE utf8mb4_bin, '~', '~~'), '|', '~p') END, '|', CASE WHEN `Order_ID` IS NULL THEN '~N' ELSE CAST(`Order_ID` AS CHAR) END) AS BINARY), 256) AS `_tidemark_split`, SHA2(CAST(CONCAT('v1', '|', CASE WHEN `deleted` IS NULL THEN '~N' ELSE CASE `deleted` WHEN 1 THEN '1' WHEN 0 THEN '0' ELSE (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "deleted" is TINYINT(1), which is taken for a boolean, but holds another number than 0 and 1: cast it to int.', LEFT(`deleted`, 1), ' '))) END END, '|', CASE WHEN `ingested_at` IS NULL THEN '~N' ELSE CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `ingested_at`) AS CHAR) WHEN `ingested_at` IS NOT NULL THEN CONCAT('~Z', CAST(`ingested_at` AS CHAR)) END END, '|', CASE WHEN `Order_ID` IS NULL THEN '~N' ELSE CAST(`Order_ID` AS CHAR) END, '|', CASE WHEN `region` IS NULL THEN '~N' ELSE REPLACE(REPLACE(CONVERT(`region` USING utf8mb4) COLLATE utf8mb4_bin, '~', '~~'), '|', '~p') END) AS BINARY), 256) AS `_tidemark_row`
  FROM `shop`.`orders`
  WHERE ((
region <> 'x'
)) AND ((`ingested_at` >= TIMESTAMP'2020-10-29 00:00:00.000000' AND `ingested_at` < TIMESTAMP'2020-10-31 00:00:00.000000')) LIMIT 18446744073709551615) AS r
  WHERE ((CAST(CONV(SUBSTR(`_tidemark_split`, 13, 12), 16, 10) AS UNSIGNED) % 5) = 1) AND (CAST(CONV(SUBSTR(`_tidemark_split`, 25, 12), 16, 10) AS UNSIGNED) < 2814749767106)
  ORDER BY `_tidemark_partition`, `_tidemark_split`, `_tidemark_row`;

-- a part of the latest rows
SELECT `region`
  FROM (SELECT `region` AS `region`, `_tidemark_split` AS `_tidemark_split`, `_tidemark_row` AS `_tidemark_row`, `_tidemark_entity` AS `_tidemark_entity`, `_tidemark_at` AS `_tidemark_at`, `_tidemark_tombstone` AS `_tidemark_tombstone`, row_number() OVER (PARTITION BY `_tidemark_entity`
  ORDER BY `_tidemark_at` DESC, `_tidemark_row` DESC) AS `_tidemark_rank`
  FROM (SELECT CONVERT(`region` USING utf8mb4) COLLATE utf8mb4_bin AS `region`, SHA2(CAST(CONCAT('split-v1|', 'it''s', '|', CASE WHEN `region` IS NULL THEN '~N' ELSE REPLACE(REPLACE(CONVERT(`region` USING utf8mb4) COLLATE utf8mb4_bin, '~', '~~'), '|', '~p') END, '|', CASE WHEN `Order_ID` IS NULL THEN '~N' ELSE CAST(`Order_ID` AS CHAR) END) AS BINARY), 256) AS `_tidemark_split`, SHA2(CAST(CONCAT('v1', '|', CASE WHEN `deleted` IS NULL THEN '~N' ELSE CASE `deleted` WHEN 1 THEN '1' WHEN 0 THEN '0' ELSE (9223372036854775807 + LENGTH(CONCAT('tidemark-value-error: column "deleted" is TINYINT(1), which is taken for a boolean, but holds another number than 0 and 1: cast it to int.', LEFT(`deleted`, 1), ' '))) END END, '|', CASE WHEN `ingested_at` IS NULL THEN '~N' ELSE CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `ingested_at`) AS CHAR) WHEN `ingested_at` IS NOT NULL THEN CONCAT('~Z', CAST(`ingested_at` AS CHAR)) END END, '|', CASE WHEN `Order_ID` IS NULL THEN '~N' ELSE CAST(`Order_ID` AS CHAR) END, '|', CASE WHEN `region` IS NULL THEN '~N' ELSE REPLACE(REPLACE(CONVERT(`region` USING utf8mb4) COLLATE utf8mb4_bin, '~', '~~'), '|', '~p') END) AS BINARY), 256) AS `_tidemark_row`, SHA2(CAST(CONCAT(CASE WHEN `Order_ID` IS NULL THEN '~N' ELSE CAST(`Order_ID` AS CHAR) END) AS BINARY), 256) AS `_tidemark_entity`, CASE WHEN `ingested_at` >= TIMESTAMP'0001-01-01 00:00:00' THEN TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', `ingested_at`) END AS `_tidemark_at`, `deleted` AS `_tidemark_tombstone`
  FROM `shop`.`orders`
  WHERE ((
region <> 'x'
)) AND (`ingested_at` < TIMESTAMP'2020-10-31 00:00:00.000000') LIMIT 18446744073709551615) AS r
  WHERE (1 = 1) LIMIT 18446744073709551615) AS r
  WHERE (`_tidemark_rank` = 1) AND (CASE WHEN `_tidemark_tombstone` THEN 1 ELSE 0 END = 0) AND ((`_tidemark_split` < 'cccccccccccc'));
