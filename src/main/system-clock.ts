import { instantFromMicros } from '../base/instant.ts';

/** The one place that reads the clock. */
export const systemClock = () => instantFromMicros(BigInt(Date.now()) * 1000n);
