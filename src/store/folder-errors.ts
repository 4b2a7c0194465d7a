import { TidemarkError } from '../base/errors.ts';
import { cancelled } from './store-errors.ts';

/** What the operating system says of a folder, as what it means for the store. */
export function folderError(error: unknown, place: string, signal: AbortSignal): unknown {
  if (error instanceof TidemarkError) return error;
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException;
  const told = (kind: 'disk-full' | 'store-denied' | 'store-invalid' | 'store-failed', text: string) =>
    new TidemarkError(kind, text, { cause: error });
  if (signal.aborted) return cancelled(place, error);
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) {
    return told(
      'disk-full',
      `The disk of the store ${place} is full. Nothing was added; free space and run again.`,
    );
  }
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    const what =
      code === 'EROFS' ? 'is on a read-only file system' : 'may not be written or read by this user';
    return told('store-denied', `The store ${place} ${what}. Grant the right to it, or name another.`);
  }
  if (['ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(code)) {
    return told(
      'store-invalid',
      `The store ${place} cannot be a folder there (${code}). Name another ("store" in the config).`,
    );
  }
  if (!/^E[A-Z0-9]+$/.test(code)) return error;
  return told(
    'store-failed',
    `The store ${place} failed: ${code}. Look at the disk and at the system’s log.`,
  );
}
