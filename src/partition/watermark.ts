import { TidemarkError } from '../base/errors.ts';
import { type Instant, instantFromMicros, microsOf } from '../base/instant.ts';
import type { Granularity } from '../source/dialect.ts';
import { floorTo, isBoundary, nextStart } from './granularity.ts';

/**
 * The watermark that a snapshot takes when none is given: now less the delay, floored to a boundary.
 * @param delay seconds
 */
export function watermarkAt(now: Instant, delay: number, granularity: Granularity): Instant {
  return floorTo(instantFromMicros(microsOf(now) - BigInt(delay) * 1_000_000n), granularity);
}

/**
 * A watermark that somebody gave.
 * @throws watermark-invalid where it is off a partition boundary or in the future
 */
export function checkWatermark(watermark: Instant, now: Instant, granularity: Granularity): Instant {
  if (!isBoundary(watermark, granularity)) {
    const before = floorTo(watermark, granularity);
    throw new TidemarkError(
      'watermark-invalid',
      `Watermark ${watermark} is not the start of a ${granularity}: take ${before} or ${nextStart(before, granularity)}.`,
    );
  }
  if (watermark > now) {
    throw new TidemarkError(
      'watermark-invalid',
      `Watermark ${watermark} is in the future (it is ${now}): the partitions before it may still get rows. ` +
        `The newest watermark now is ${floorTo(now, granularity)}.`,
    );
  }
  return watermark;
}
