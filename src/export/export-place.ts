import type { FileSum, Store } from '../store/store.ts';

/** Where an export goes. */
export interface ExportPlace {
  /** For messages. */
  readonly name: string;
  /** What is there already, as files by key. */
  readonly present: Store;
  /** The paths of all that is there, files and other things; undefined where there is nothing. */
  paths(): Promise<readonly string[] | undefined>;
  /** Whether these paths are those of an export that did not come to its end, which this place lets one go on with. */
  goesOn(paths: readonly string[]): boolean;
  /** Takes the file, which is moved or copied there and gone then. */
  add(path: string, file: string, sum: FileSum): Promise<void>;
  /** Makes what was added be there, in one step where the place has one. */
  finish(): Promise<void>;
  /**
   * Removes what was added, unless the export may be there whole already.
   * @returns whether nothing of the export is left, as far as is known
   */
  abandon(): Promise<boolean>;
}
