import type { Dialect } from './dialect.ts';
import type { Driver, DriverErrorKind } from './driver.ts';

/** What a source's settings may refer to. */
export interface SettingsContext {
  /** Folder that relative paths start from. */
  readonly folder: string;
}

/** What a driver may do, and what it is to see. */
interface ConnectOptions {
  /** What its queries may cost in all, for engines that charge for each; where it is not said, what the settings say. */
  readonly maxBytesBilled?: bigint | undefined;
  /** An earlier moment that it is to see, instead of that of its first call: of `Past`, and of engines that have it. */
  readonly moment?: string | undefined;
}

/** Opens a driver: one moment of the warehouse. */
export type Connect = (options?: ConnectOptions) => Promise<Driver>;

/**
 * An engine. Settings are checked when the config is read; the connection is made later, by calling what
 * `configure` gives, so that a wrong setting is found without a server.
 */
export interface Connector<Settings> {
  /** The engine's SQL, for tables as the settings mean them. */
  dialect(settings: Settings): Dialect;
  /**
   * Which warehouse the settings mean, without secrets: a path, or a host and a database. Digests that were
   * taken of one are never used for another.
   */
  identity(settings: Settings, context: SettingsContext): string;
  configure(settings: Settings, context: SettingsContext): Connect;
  /** What a caller can do about an error that connecting or a driver's method threw. */
  kindOf(error: unknown): DriverErrorKind;
}
