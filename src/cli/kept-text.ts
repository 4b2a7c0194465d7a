import type { Instant } from '../base/instant.ts';
import { type Holdings, livePin } from '../read/holdings.ts';

/**
 * What is recorded to hold a version, in few words: `archive, pin until …`; `source` where nothing else does, with until
 * when its past can be read should its rows change.
 */
export function keptText(holdings: Holdings, now: Instant): string {
  const { archive, pin, past } = holdings;
  const live = livePin(holdings, now);
  const pinned = live && (live.expires === null ? 'pin' : `pin until ${live.expires}`);
  if (archive || pinned) return [...(archive ? ['archive'] : []), ...(pinned ? [pinned] : [])].join(', ');
  const ended = pin ? `; pin ended ${pin.expires}` : '';
  return `source${past ? `, past until ${past.until}` : ''}${ended}`;
}

/** The same, with stable keys. */
export function keptJson(holdings: Holdings, now: Instant) {
  const { archive, past } = holdings;
  const pin = livePin(holdings, now);
  return {
    archive: archive && { created: archive.created },
    pin: pin && { source: pin.source, reference: pin.reference, expires: pin.expires },
    past: past && { source: past.source, table: past.table, at: past.at, until: past.until },
  };
}
