/** How long something took: all of it, and the processor's part, in seconds. */
export interface Took {
  readonly seconds: number;
  readonly cpu: number;
}

/**
 * Measures the sides in turn, round after round, so that whatever else the machine does meets all of them.
 * @returns for each side its least: the round that was disturbed the least
 */
export async function leastInTurn<Side extends string>(
  rounds: number,
  sides: Readonly<Record<Side, (round: number) => Promise<Took>>>,
): Promise<Readonly<Record<Side, Took>>> {
  const least = new Map<Side, Took>();
  const names = Object.keys(sides) as Side[];
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const took = await sides[name](round);
      const known = least.get(name) ?? took;
      least.set(name, {
        seconds: Math.min(known.seconds, took.seconds),
        cpu: Math.min(known.cpu, took.cpu),
      });
    }
  }
  return Object.fromEntries(least) as Record<Side, Took>;
}
