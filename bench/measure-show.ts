import { leastInTurn, type Took } from './alternate.ts';
import { fillCatalog, VERSIONS } from './fill-catalog.ts';
import type { Finding } from './finding.ts';
import { ordersConfig } from './orders-config.ts';
import type { Place } from './place.ts';
import { runNode, TIDEMARK } from './run-node.ts';

const ROUNDS = 15;

/** `tidemark show` on a catalog of many versions against a Node that does nothing. */
export async function measureShow(place: Place): Promise<readonly Finding[]> {
  const config = await place.config('show', ordersConfig('many.db', 'counts'));
  place.say(`show: filling a catalog with ${VERSIONS} versions`);
  const hash = await fillCatalog('sqlite:many.db', place.folder);
  const show = (reference: string) => runNode([TIDEMARK, 'show', reference, '--config', config]);
  const { nothing, latest, byHash } = await leastInTurn(ROUNDS, {
    nothing: () => runNode(['-e', '0']),
    latest: () => show('orders@latest'),
    byHash: () => show(`orders@${hash.slice(0, 8)}`),
  });
  const finding = (name: string, reference: string, took: Took): Finding => ({
    name,
    target: `tidemark show ${reference}, of ${VERSIONS} versions, against node -e 0`,
    figure: took.seconds / nothing.seconds,
    limit: 6,
    unit: '×',
    from: `${(1000 * took.seconds).toFixed(0)} ms against ${(1000 * nothing.seconds).toFixed(0)} ms`,
  });
  return [finding('show-latest', 'NAME@latest', latest), finding('show-hash', 'NAME@HASH', byHash)];
}
