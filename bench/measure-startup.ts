import { leastInTurn } from './alternate.ts';
import type { Finding } from './finding.ts';
import { runNode, TIDEMARK } from './run-node.ts';

const ROUNDS = 25;

/** `tidemark --version` against a Node that does nothing. */
export async function measureStartup(): Promise<readonly Finding[]> {
  const { nothing, version } = await leastInTurn(ROUNDS, {
    nothing: () => runNode(['-e', '0']),
    version: () => runNode([TIDEMARK, '--version']),
  });
  return [
    {
      name: 'startup',
      target: 'tidemark --version against node -e 0',
      figure: version.seconds / nothing.seconds,
      limit: 3,
      unit: '×',
      from: `${(1000 * version.seconds).toFixed(0)} ms against ${(1000 * nothing.seconds).toFixed(0)} ms`,
    },
  ];
}
