import { grouped } from '../base/grouped.ts';
import type { Progress } from '../snapshot/snapshot.ts';

/** Told no more often where standard error is not a terminal. */
const QUIET_MS = 5_000;

/** Shows on standard error how far a scan is: one line that is rewritten, or a plain line now and then. */
export function progressLine(what: string): { show(progress: Progress): void; end(): void } {
  const live = process.stderr.isTTY === true;
  let shown = performance.now();
  let drawn = false;
  return {
    show({ rows, totalRows, partitions, totalPartitions }) {
      const text = `${what}: ${grouped(rows)} of ${grouped(totalRows)} rows, ${partitions} of ${totalPartitions} partitions`;
      if (live) {
        process.stderr.write(`\r\u001B[K${text}`);
        drawn = true;
      } else if (performance.now() - shown > QUIET_MS) {
        process.stderr.write(`${text}\n`);
        shown = performance.now();
      }
    },
    end() {
      if (drawn) process.stderr.write('\r\u001B[K');
    },
  };
}
