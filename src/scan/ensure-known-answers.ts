import type { Instant } from '../base/instant.ts';
import type { Dialect } from '../source/dialect.ts';
import type { Call, Driver } from '../source/driver.ts';
import { askKnownAnswers } from './known-answers.ts';

/** Memory of the engine versions that gave the known answers. */
export interface EngineChecks {
  passed(engine: string, version: string, revision: number): Promise<boolean>;
  record(engine: string, version: string, revision: number, at: Instant): Promise<void>;
}

/** Asks the known answers of an engine version that has not given them yet. @throws known-answer-wrong */
export async function ensureKnownAnswers(
  checks: EngineChecks,
  dialect: Dialect,
  driver: Driver,
  call: Call,
  now: Instant,
): Promise<void> {
  const version = await driver.version(call);
  if (await checks.passed(dialect.engine, version, dialect.revision)) return;
  await askKnownAnswers(dialect, driver, call);
  await checks.record(dialect.engine, version, dialect.revision, now);
}
