import type { Instant } from './instant.ts';

/** What time it is. Passed in, never read inside. */
export type Clock = () => Instant;
