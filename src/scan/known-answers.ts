import { TidemarkError } from '../base/errors.ts';
import { LANE_DIGITS } from '../digest/lanes.ts';
import { allRows } from '../source/all-rows.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Call, Driver } from '../source/driver.ts';
import { join, type Sql, sql } from '../source/sql.ts';
import { DIGITS, FOLD_DIGITS } from '../split/hash-split.ts';

/** Type, a text that every engine reads as the value, and the canonical text of it. */
const VALUES: readonly (readonly [type: string, text: string | null, answer: string])[] = [
  ['int', '-9223372036854775808', '-9223372036854775808'],
  ['decimal(12,2)', '1.50', '1.5'],
  ['decimal(12,2)', '-0.00', '0'],
  ['decimal(12,2)', '100', '100'],
  ['decimal(3,3)', '0.5', '0.5'],
  ['decimal(38,9)', '-12345678901234567890.123456789', '-12345678901234567890.123456789'],
  ['double', '0.1', '7205759403792794p-56'],
  ['double', '1.5', '6755399441055744p-52'],
  ['double', '5e-324', '4503599627370496p-1126'],
  ['double', '-2.2250738585072014e-308', '-4503599627370496p-1074'],
  ['double', '1.7976931348623157e308', '9007199254740991p971'],
  ['double', '123456789012345680', '7716049313271605p4'],
  ['double', '-0.0', '0'],
  ['bool', 'true', '1'],
  ['bool', 'false', '0'],
  ['string', '', ''],
  ['string', 'a|b~c', 'a~pb~~c'],
  ['string', 'naïve 漢字 😀', 'naïve 漢字 😀'],
  ['string', ' pad ', ' pad '],
  ['string', 'line\nbreak\ttab\\\'"', 'line\nbreak\ttab\\\'"'],
  ['string', null, '~N'],
  ['date', '0001-01-01', '-719162'],
  ['date', '9999-12-31', '2932896'],
  ['timestamp', '2020-10-30 01:02:03.4', '1604019723400000'],
  ['timestamp', '1969-12-31 23:59:59.999999', '-1'],
  ['timestamptz', '2020-10-30 01:02:03.4+02:00', '1604012523400000'],
  ['time', '23:59:59.999999', '86399999999'],
  ['uuid', '6F9619FF-8B86-D011-B42D-00C04FC964FF', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
];

/** SHA-256 of `v1|a~pb|ß`, and what is read from it. */
const HASH = 'a797f6ee23e7778890a4873c2f8ec2ca';

/**
 * Has the engine compute answers that are known, before its digests are believed.
 * @throws known-answer-wrong, naming the first that differs
 */
export async function askKnownAnswers(dialect: Dialect, driver: Driver, call: Call): Promise<void> {
  const questions = [
    ...VALUES.map(([type, text, answer]) => valueQuestion(dialect, type, text, answer)),
    ...hashQuestions(dialect),
  ];
  const select = join(
    questions.map((q) => q.ask),
    sql`, `,
  );
  const [row = []] = await allRows(driver.rows(sql`SELECT ${select}`, call));
  const wrong = questions.findIndex((q, i) => row[i] !== q.answer);
  const question = questions[wrong];
  if (!question) return;
  throw new TidemarkError(
    'known-answer-wrong',
    `${dialect.engine}: ${question.about} gave "${row[wrong]}"; it must be "${question.answer}". This version of the ` +
      'engine computes differently, so its digests would be wrong; nothing was recorded. Please report it.',
  );
}

interface Question {
  readonly about: string;
  readonly ask: Sql;
  readonly answer: string;
}

function valueQuestion(dialect: Dialect, type: string, text: string | null, answer: string): Question {
  const { value, native } = dialect.cast(sql`${text}`, type);
  const columnType = dialect.columnType(native);
  if (!columnType)
    throw new TidemarkError('column-unsupported', `${dialect.engine} has no type for ${type}.`);
  const ask = dialect.canonicalText(value, { name: 'value', source: 'value', type: columnType });
  return { about: `the canonical text of ${text ?? 'NULL'} as ${type}`, ask, answer };
}

function hashQuestions(dialect: Dialect): readonly Question[] {
  const hash = dialect.sha256(dialect.concat(['v1|', sql`${'a~pb'}`, '|ß']));
  const digits = (start: number, length: number) => ({
    about: `hex digits ${start} to ${start + length} of a hash`,
    ask: dialect.text(dialect.hexDigits(hash, start, length)),
    answer: BigInt(`0x${HASH.slice(start, start + length)}`).toString(),
  });
  return [
    digits(0, LANE_DIGITS),
    digits(LANE_DIGITS, LANE_DIGITS),
    digits(0, DIGITS),
    {
      about: 'the place of a hash among texts',
      ask: sql`CASE WHEN ${hash} >= ${HASH.slice(0, 12)} AND ${hash} < ${'a797f6ee23e8'} AND ${hash} < ${'g'} THEN 'between' END`,
      answer: 'between',
    },
    {
      about: 'the remainder of a hash',
      ask: dialect.text(dialect.modulo(dialect.hexDigits(hash, FOLD_DIGITS, DIGITS), 5n)),
      answer: (BigInt(`0x${HASH.slice(FOLD_DIGITS, FOLD_DIGITS + DIGITS)}`) % 5n).toString(),
    },
  ];
}
