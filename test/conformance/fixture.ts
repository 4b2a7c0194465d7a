import type { ReferenceValue } from '../../src/digest/canonical-text.ts';
import type { SourceSettings } from '../../src/main/connectors.ts';
import type { Dataset, Source } from '../../src/scan/dataset.ts';
import type { TypeName } from '../../src/source/column.ts';
import type { EngineServer } from './engine-server.ts';

/** A column of a test table: a type of the contract, with digits where it needs them: `decimal(12,2)`. */
export interface TestColumn {
  readonly name: string;
  readonly type: string;
}

export type TestRow = readonly ReferenceValue[];

/** What an engine must be able to do to be held to the suite. */
export interface Fixture {
  /** The source as a config has it. */
  readonly settings: SourceSettings;
  readonly source: Source;
  /** Makes the table, with rows, as some other client of the warehouse would. */
  create(table: string, columns: readonly TestColumn[], rows: readonly TestRow[]): Promise<void>;
  /**
   * Whether the engine can keep the value in a column of the type; all where it is not said. Asked for NULL, whether
   * it has such a type; asked for an `identifier`, whether a column can be called so.
   */
  holds?(type: string, value: ReferenceValue): boolean;
  /** Adds rows as `create` does, also while a driver is open; left out where nobody can write then. */
  insert?(table: string, columns: readonly TestColumn[], rows: readonly TestRow[]): Promise<void>;
  /** Runs an UPDATE, DELETE or DROP in plain SQL, likewise. */
  run?(statement: string): Promise<void>;
  /** Runs such a statement while no driver reads; where it is not there, `run` does. */
  change?(statement: string): Promise<void>;
  /** A pin is of the moment at which it is made, not of the driver's. */
  readonly pinsLater?: true;
  /** The rows of a query, as texts; where pins are copies. */
  ask?(query: string): Promise<readonly (readonly string[])[]>;
  /** What was dropped cannot be read any more, not even by a driver whose moment was before. */
  readonly dropEndsReading?: true;
  /** Left out where the engine is a library that reads a file. */
  readonly server?: EngineServer;
  close(): Promise<void>;
}

/** The contract's type of a test column. */
export function typeName(column: TestColumn): TypeName {
  const [name = ''] = column.type.split('(');
  if (name !== 'decimal') return name as TypeName;
  return column.type.endsWith(',0)') ? 'int' : 'decimal';
}

/** A dataset over a test table, with what a test does not care about filled in. */
export function datasetOf(table: string, changes: Partial<Dataset> = {}): Dataset {
  return {
    name: 'test',
    source: 'test',
    table,
    columns: {},
    where: null,
    ingestion: { column: 'at', granularity: 'day', delay: 0, recheck: { by: 'all' }, nulls: 'error' },
    rows: { mode: 'append' },
    split: null,
    rowsPerScan: 5_000_000n,
    keep: 'reference',
    ...changes,
  };
}
