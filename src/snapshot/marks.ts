import type { Instant } from '../base/instant.ts';
import { floorTo, GRANULARITIES, nextStart } from '../partition/granularity.ts';
import type { Scope } from '../scan/scope.ts';
import type { Granularity } from '../source/dialect.ts';
import type { Hint, NativePartitions } from '../source/driver.ts';
import type { Sql } from '../source/sql.ts';
import type { Told } from './told.ts';

/** How partitions are marked: where a partition's mark is what it was, the partition is unchanged. */
export interface Marks {
  /** What they go by, for the facts. */
  readonly name: string;
  /** To be added up over the rows of each partition. */
  readonly row?: Sql;
  /** @param sum of `row`; empty without it */
  of(partition: Instant, sum: string): string;
  /** The partitions that have rows, or may have; undefined where only a scan can tell. */
  readonly partitions?: readonly Instant[];
  /** There are rows without an ingestion timestamp, though no partition says so. */
  readonly nulls?: boolean;
}

/** By the engine's own hint; else by its change token, which speaks for every partition at once. */
export function marksOf(told: Told, scope: Scope): Marks | undefined {
  const marks = marksBy(told.hint, told.token, scope);
  return marks && told.later ? agreed(marks, marksBy(told.later.hint, told.later.token, scope)) : marks;
}

function marksBy(hint: Hint | undefined, token: string | undefined, scope: Scope): Marks | undefined {
  if (hint?.partitions && ofIngestion(hint.partitions, scope)) {
    return nativeMarks(hint, hint.partitions, scope.granularity);
  }
  if (hint && !hint.partitions) {
    return {
      name: hint.name,
      ...(hint.row ? { row: hint.row } : {}),
      of: (_, sum) => `${hint.epoch} ${sum}`,
    };
  }
  return token === undefined ? undefined : { name: 'change token', of: () => `${token} ` };
}

/** The marks on which two looks agree; what they differ on has a mark that none had before, and so is not believed. */
function agreed(marks: Marks, later: Marks | undefined): Marks {
  const of = (partition: Instant, sum: string) => {
    const [before, after] = [marks.of(partition, sum), later?.of(partition, sum) ?? ''];
    return before === after ? before : `${before} until ${after}`;
  };
  if (!marks.partitions || !later?.partitions) return { name: marks.name, of };
  const partitions = [...new Set([...marks.partitions, ...later.partitions])].sort();
  return { name: marks.name, of, partitions, nulls: (marks.nulls || later.nulls) ?? false };
}

/** Whether the warehouse's partitions are by the very values that the dataset's are by. */
function ofIngestion({ column }: NativePartitions, { ingestion }: Scope): boolean {
  return column === ingestion.source && ingestion.cast === undefined;
}

function nativeMarks(hint: Hint, native: NativePartitions, granularity: Granularity): Marks {
  // The longer of the two: what it starts with names both the warehouse's partition and ours.
  const longer = longest(granularity, native.granularity);
  const marks = new Map<Instant, string>();
  for (const { from, mark } of native.list) {
    const start = floorTo(from, longer);
    marks.set(start, `${marks.get(start) ?? ''} ${from} ${mark}`);
  }
  return {
    name: hint.name,
    of: (partition) => `${hint.epoch}${marks.get(floorTo(partition, longer)) ?? ''}`,
    ...(native.complete
      ? {
          partitions: [...marks.keys()].flatMap((start) => within(start, longer, granularity)),
          nulls: native.nulls,
        }
      : {}),
  };
}

function longest(a: Granularity, b: Granularity): Granularity {
  return GRANULARITIES.indexOf(a) > GRANULARITIES.indexOf(b) ? a : b;
}

/** The partitions of a granularity in a longer one, or the same. */
function within(start: Instant, longer: Granularity, granularity: Granularity): readonly Instant[] {
  if (longer === granularity) return [start];
  const end = nextStart(start, longer);
  const found: Instant[] = [];
  for (let at = start; at < end; at = nextStart(at, granularity)) found.push(at);
  return found;
}
