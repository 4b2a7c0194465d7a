import { TidemarkError } from '../base/errors.ts';
import type { Catalog } from './catalog.ts';

/** What the database says, as what it means for the catalog. @param place how the catalog is called */
export function catalogError(error: unknown, place: string): TidemarkError {
  if (error instanceof TidemarkError) return error;
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  const message = error instanceof Error ? error.message : String(error);
  const told = (
    kind: 'catalog-invalid' | 'catalog-read-only' | 'catalog-failed' | 'disk-full',
    text: string,
  ) => new TidemarkError(kind, text, { cause: error });
  if (code === 'SQLITE_NOTADB') {
    return told(
      'catalog-invalid',
      `The ${place} is not a database. Name another file ("catalog" in the config), or restore it.`,
    );
  }
  if (/READONLY|EROFS|EACCES|EPERM/.test(code)) {
    return told(
      'catalog-read-only',
      `The ${place} is read-only. Nothing was recorded; make it writable, or name another.`,
    );
  }
  if (code === 'SQLITE_CANTOPEN' || code === 'ENOTDIR' || code === 'EEXIST') {
    return told(
      'catalog-invalid',
      `The ${place} cannot be opened: is it a file, in a folder that you may write to?`,
    );
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return told(
      'disk-full',
      `The disk of the ${place} is full. Nothing of this step was recorded; free space and run again.`,
    );
  }
  return told('catalog-failed', `The ${place} failed: ${message.split('\n')[0] ?? ''}`);
}

/** The catalog, with every method's errors translated. */
export function withCatalogErrors(catalog: Catalog, place: string): Catalog {
  return {
    versions: translated(catalog.versions, place),
    tags: translated(catalog.tags, place),
    progress: translated(catalog.progress, place),
    pins: translated(catalog.pins, place),
    moments: translated(catalog.moments, place),
    archives: translated(catalog.archives, place),
    locks: translated(catalog.locks, place),
    engineChecks: translated(catalog.engineChecks, place),
    close: () => catalog.close(),
  };
}

function translated<T extends object>(part: T, place: string): T {
  const entries = Object.entries(part).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await (method as (...a: unknown[]) => Promise<unknown>)(...args);
      } catch (error) {
        throw catalogError(error, place);
      }
    },
  ]);
  return Object.fromEntries(entries) as T;
}
